/** Takes arrays of one kind back and hands them out again. */
export interface SpareArrays<Words> {
  /** An array of zeros. */
  take(length: number): Words;
  /** The array must not be used any more. */
  giveBack(words: Words): void;
}

/**
 * Keeps large arrays for the next who needs one of their length. Were they freed, glibc would from then on serve
 * arrays of their size from its heap, where what is freed stays ours.
 */
export function spareArrays<Words extends Uint32Array | Int32Array>(
  make: (length: number) => Words,
): SpareArrays<Words> {
  const spare = new Map<number, Words[]>();
  return {
    take: (length) => spare.get(length)?.pop() ?? make(length),
    giveBack(words) {
      words.fill(0);
      const alike = spare.get(words.length) ?? [];
      spare.set(words.length, alike);
      alike.push(words);
    },
  };
}
