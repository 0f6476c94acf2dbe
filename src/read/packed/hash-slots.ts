import { spareArrays } from "./spare-arrays.ts";

/** 256 KiB: what grows to this size in one piece leaves little behind. */
const SEGMENT_BITS = 16;
const SEGMENT_SLOTS = 1 << SEGMENT_BITS;
const FIRST_SLOTS = 1 << 12;

export const EMPTY = -1;

const SEGMENTS = spareArrays<Int32Array>((length) => new Int32Array(length));

/**
 * The slots of a hash table, each EMPTY or a record's number. They grow by further segments, so that none
 * has to be freed.
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

  /** As few as at first, all of them empty. */
  clear(): void {
    for (const segment of this.#segments) if (segment.length === SEGMENT_SLOTS) SEGMENTS.giveBack(segment);
    this.#segments = [new Int32Array(FIRST_SLOTS).fill(EMPTY)];
    this.mask = FIRST_SLOTS - 1;
  }

  /** Twice as many, all of them empty. */
  double(): void {
    const slots = 2 * (this.mask + 1);
    this.mask = slots - 1;
    if (slots < SEGMENT_SLOTS) {
      this.#segments = [new Int32Array(slots).fill(EMPTY)];
      return;
    }
    if (slots === SEGMENT_SLOTS) this.#segments = [];
    while (this.#segments.length < slots / SEGMENT_SLOTS) this.#segments.push(SEGMENTS.take(SEGMENT_SLOTS));
    for (const segment of this.#segments) segment.fill(EMPTY);
  }
}
