const ZERO = 48;
const DASH = 45;

/** Hex digits by character code; 255 for anything that a canonical UUID does not contain. */
const DIGITS = new Uint8Array(128).fill(255);
for (let digit = 0; digit < 10; digit += 1) DIGITS[ZERO + digit] = digit;
for (let digit = 10; digit < 16; digit += 1) DIGITS[87 + digit] = digit;

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Reads `count` hex digits from `from`; anything else gives NaN. */
function hex(text: string, from: number, count: number): number {
  let word = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = DIGITS[text.charCodeAt(at)] ?? 255;
    if (digit === 255) return Number.NaN;
    word = word * 16 + digit;
  }
  return word;
}

/**
 * Packs a canonical UUID (lower case, dashes) into four 32-bit words at `into[at]`.
 * @returns whether `text` was one; if not, `into` is unchanged
 */
export function packUuid(text: string, into: Uint32Array, at: number): boolean {
  if (text.length !== 36) return false;
  for (const dash of [8, 13, 18, 23]) if (text.charCodeAt(dash) !== DASH) return false;
  const first = hex(text, 0, 8);
  const second = hex(text, 9, 4) * 65_536 + hex(text, 14, 4);
  const third = hex(text, 19, 4) * 65_536 + hex(text, 24, 4);
  const fourth = hex(text, 28, 8);
  // NaN, the mark of a foreign character, spreads through the sum.
  if (Number.isNaN(first + second + third + fourth)) return false;
  into[at] = first;
  into[at + 1] = second;
  into[at + 2] = third;
  into[at + 3] = fourth;
  return true;
}

const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether packUuid would take it. */
export function isCanonicalUuid(text: string): boolean {
  return CANONICAL.test(text);
}

/** The text of a UUID that packUuid packed. */
export function unpackUuid(from: Uint32Array, at: number): string {
  const [first, second, third, fourth] = [
    from[at] ?? 0,
    from[at + 1] ?? 0,
    from[at + 2] ?? 0,
    from[at + 3] ?? 0,
  ];
  return `${high(first)}${low(first)}-${high(second)}-${low(second)}-${high(third)}-${low(third)}${high(fourth)}${low(fourth)}`;
}

function high(word: number): string {
  return `${BYTES[word >>> 24]}${BYTES[(word >>> 16) & 255]}`;
}

function low(word: number): string {
  return `${BYTES[(word >>> 8) & 255]}${BYTES[word & 255]}`;
}
