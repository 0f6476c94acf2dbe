const ZERO = 48;
const DASH = 45;

/** Hex digits by character code; -1 for anything that a canonical UUID does not contain. */
const DIGITS = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 10; digit += 1) DIGITS[ZERO + digit] = digit;
for (let digit = 10; digit < 16; digit += 1) DIGITS[87 + digit] = digit;

/** The characters of a hex digit, and room for one UUID as text. */
const CHARACTERS = Buffer.from("0123456789abcdef", "latin1");
const TEXT = Buffer.from("00000000-0000-0000-0000-000000000000", "latin1");

/** Reads four hex digits; anything else gives a negative number. */
function hex(text: string, at: number): number {
  const first = DIGITS[text.charCodeAt(at)] ?? -1;
  const second = DIGITS[text.charCodeAt(at + 1)] ?? -1;
  const third = DIGITS[text.charCodeAt(at + 2)] ?? -1;
  const fourth = DIGITS[text.charCodeAt(at + 3)] ?? -1;
  return (first << 12) | (second << 8) | (third << 4) | fourth;
}

/** The first four or five characters of a UUID; negative if they are not those of a canonical one. */
export function prefixOf(text: string, digits: number): number {
  const four = hex(text, 0);
  return digits === 4 ? four : (four << 4) | (DIGITS[text.charCodeAt(4)] ?? -1);
}

/**
 * Packs a canonical UUID (lower case, dashes) into four 32-bit words at `into[at]`.
 * @returns whether `text` was one; if not, `into` is unchanged
 */
export function packUuid(text: string, into: Uint32Array, at: number): boolean {
  if (text.length !== 36) return false;
  const dashes = text.charCodeAt(8) === DASH && text.charCodeAt(13) === DASH;
  if (!dashes || text.charCodeAt(18) !== DASH || text.charCodeAt(23) !== DASH) return false;
  const a = hex(text, 0);
  const b = hex(text, 4);
  const c = hex(text, 9);
  const d = hex(text, 14);
  const e = hex(text, 19);
  const f = hex(text, 24);
  const g = hex(text, 28);
  const h = hex(text, 32);
  if ((a | b | c | d | e | f | g | h) < 0) return false;
  into[at] = (a << 16) | b;
  into[at + 1] = (c << 16) | d;
  into[at + 2] = (e << 16) | f;
  into[at + 3] = (g << 16) | h;
  return true;
}

const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether packUuid would take it. */
export function isCanonicalUuid(text: string): boolean {
  return CANONICAL.test(text);
}

/** The text of a UUID that packUuid packed: one flat string, where concatenation would leave a tree of them. */
export function unpackUuid(from: Uint32Array, at: number): string {
  write(from[at] ?? 0, 8, 0);
  const second = from[at + 1] ?? 0;
  write(second >>> 16, 4, 9);
  write(second & 0xffff, 4, 14);
  const third = from[at + 2] ?? 0;
  write(third >>> 16, 4, 19);
  write(third & 0xffff, 4, 24);
  write(from[at + 3] ?? 0, 8, 28);
  return TEXT.toString("latin1");
}

function write(word: number, digits: number, at: number): void {
  for (let digit = digits - 1, rest = word; digit >= 0; digit -= 1, rest >>>= 4) {
    TEXT[at + digit] = CHARACTERS[rest & 15] ?? ZERO;
  }
}
