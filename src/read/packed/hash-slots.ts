/** 256 KiB: what grows to this size in one piece leaves little behind. */
const SEGMENT_BITS = 16;
const SEGMENT_SLOTS = 1 << SEGMENT_BITS;
const FIRST_SLOTS = 1 << 12;

export const EMPTY = -1;

/**
 * The slots of a hash table, each EMPTY or a record's number. They grow by further segments and give none back: a
 * large array that is freed makes glibc serve the next large ones from its heap, where what is freed stays ours.
 */
export class HashSlots {
  #segments: Int32Array[] = [new Int32Array(FIRST_SLOTS).fill(EMPTY)];
  /** All bits of a slot's number: there are a power of two of them. */
  mask = FIRST_SLOTS - 1;

  at(slot: number): number {
    return this.#segments[slot >>> SEGMENT_BITS]![slot & (SEGMENT_SLOTS - 1)]!;
  }

  set(slot: number, record: number): void {
    this.#segments[slot >>> SEGMENT_BITS]![slot & (SEGMENT_SLOTS - 1)] = record;
  }

  /** Twice as many, all of them empty. */
  double(): void {
    const slots = 2 * (this.mask + 1);
    this.mask = slots - 1;
    if (slots <= SEGMENT_SLOTS) {
      this.#segments = [new Int32Array(slots).fill(EMPTY)];
      return;
    }
    for (const segment of this.#segments) segment.fill(EMPTY);
    while (this.#segments.length < slots / SEGMENT_SLOTS)
      this.#segments.push(new Int32Array(SEGMENT_SLOTS).fill(EMPTY));
  }
}
