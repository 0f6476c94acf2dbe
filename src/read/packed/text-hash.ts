/** A hash of a text below 2^52: two that are equal still have to be compared, two that differ have not. */
export function textHash(text: string): number {
  let low = 0x811c_9dc5;
  let high = 0x9e37_79b1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x0100_0193);
    high = Math.imul(high ^ code, 0x85eb_ca6b) ^ (high >>> 13);
  }
  return (low >>> 0) + (high & 0xf_ffff) * 2 ** 32;
}
