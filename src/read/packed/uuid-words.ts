const ZERO = 48;
const DASH = 45;

/** Hex digits by character code; -1 for anything that a canonical UUID does not contain. */
const DIGITS = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 10; digit += 1) DIGITS[ZERO + digit] = digit;
for (let digit = 10; digit < 16; digit += 1) DIGITS[87 + digit] = digit;

/** The characters of a hex digit, and room for one UUID as text. */
const CHARACTERS = Buffer.from("0123456789abcdef", "latin1");
const TEXT = Buffer.from("00000000-0000-0000-0000-000000000000", "latin1");

/** Reads up to eight hex digits; anything else gives -1. */
function hex(text: string, from: number, to: number): number {
  let word = 0;
  let all = 0;
  for (let at = from; at < to; at += 1) {
    const digit = DIGITS[text.charCodeAt(at)] ?? -1;
    all |= digit;
    word = (word << 4) | digit;
  }
  return all < 0 ? -1 : word >>> 0;
}

/**
 * Packs a canonical UUID (lower case, dashes) into four 32-bit words at `into[at]`.
 * @returns whether `text` was one; if not, `into` is unchanged
 */
export function packUuid(text: string, into: Uint32Array, at: number): boolean {
  if (text.length !== 36) return false;
  const dashes = text.charCodeAt(8) === DASH && text.charCodeAt(13) === DASH;
  if (!dashes || text.charCodeAt(18) !== DASH || text.charCodeAt(23) !== DASH) return false;
  const first = hex(text, 0, 8);
  const second = hex(text, 9, 13);
  const third = hex(text, 14, 18);
  const fourth = hex(text, 19, 23);
  const fifth = hex(text, 24, 28);
  const sixth = hex(text, 28, 36);
  if (first < 0 || second < 0 || third < 0 || fourth < 0 || fifth < 0 || sixth < 0) return false;
  into[at] = first;
  into[at + 1] = (second << 16) | third;
  into[at + 2] = (fourth << 16) | fifth;
  into[at + 3] = sixth;
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
