import { spareArrays } from "./spare-arrays.ts";

/** 128 KiB: larger pieces, or smaller ones, leave more of the process's memory unused. */
const SLAB_WORDS = 32_768;

const SLABS = spareArrays<Uint32Array>((length) => new Uint32Array(length));

/**
 * Records of some 32-bit words each, by number. They live in slabs of one size: growth never copies them, and what
 * one table leaves is room for any other.
 */
export class WordSlabs {
  readonly #width: number;
  readonly #perSlab: number;
  readonly #slabs: Uint32Array[] = [];

  /** @param width how many words a record has, at least one */
  constructor(width: number) {
    this.#width = width;
    this.#perSlab = Math.trunc(SLAB_WORDS / width);
  }

  /** Makes room for a record, all zeros, and for those before it. */
  reserve(record: number): void {
    while (this.#slabs.length * this.#perSlab <= record) this.#slabs.push(SLABS.take(SLAB_WORDS));
  }

  /** Zero where nothing was reserved. */
  word(record: number, at: number): number {
    return this.slabOf(record)?.[this.offsetOf(record) + at] ?? 0;
  }

  /** Of a reserved record. */
  setWord(record: number, at: number, value: number): void {
    this.slabOf(record)![this.offsetOf(record) + at] = value;
  }

  /** The words among which a reserved record's are. */
  slabOf(record: number): Uint32Array | undefined {
    return this.#slabs[Math.trunc(record / this.#perSlab)];
  }

  /** Where in its slab a record begins. */
  offsetOf(record: number): number {
    return (record % this.#perSlab) * this.#width;
  }

  /** Empties it, and leaves its room to others. */
  clear(): void {
    for (const slab of this.#slabs) SLABS.giveBack(slab);
    this.#slabs.length = 0;
  }
}
