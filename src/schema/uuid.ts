const UUID_LENGTH = 36;
const DASH = 45;
/** By character code: 1 for a hex digit of either case. */
const HEX = new Uint8Array(1 << 16);
for (const digit of "0123456789abcdefABCDEF") HEX[digit.charCodeAt(0)] = 1;
/** By place: whether a dash belongs there. */
const IS_DASH = new Uint8Array(UUID_LENGTH);
for (const at of [8, 13, 18, 23]) IS_DASH[at] = 1;

/**
 * Whether `text` is 8-4-4-4-12 hex digits, in either case and of any version. Asked of every image twice: this
 * takes half of what a regular expression does.
 */
export function isUuid(text: string | null): text is string {
  if (text === null || text.length !== UUID_LENGTH) return false;
  for (let at = 0; at < UUID_LENGTH; at += 1) {
    const code = text.charCodeAt(at);
    if (IS_DASH[at] === 1 ? code !== DASH : HEX[code] !== 1) return false;
  }
  return true;
}
