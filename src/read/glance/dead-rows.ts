import { PrefixBits } from "../packed/prefix-bits.ts";
import { UuidTable } from "../packed/uuid-table.ts";
import { addRows, NO_ROWS, type ChildCounts } from "./child-counts.ts";
import type { ChildKind } from "./child-tables.ts";

/** Images at some 30 bytes each. */
export const MOST_COUNTED = 300_000;

/**
 * How many soft-deleted rows images have, counted in the passes over the child tables: a deleted image that has no
 * other rows was deleted as a whole.
 */
export class DeadRows {
  readonly #keyOf: (id: string) => string;
  readonly #capacity: number;
  readonly #prefixes = new PrefixBits(5);
  readonly #counts = new UuidTable(1);
  #isFull = false;

  /**
   * @param keyOf one spelling for all ids that the database takes for the same
   * @param capacity of how many images they are counted; beyond it of none
   */
  constructor(keyOf: (id: string) => string, capacity = MOST_COUNTED) {
    this.#keyOf = keyOf;
    this.#capacity = capacity;
  }

  add(imageId: string, kind: ChildKind): void {
    if (this.#isFull) return;
    const id = this.#keyOf(imageId);
    this.#prefixes.add(id);
    const record = this.#counts.claim(id);
    if (record < 0) return;
    this.#counts.setWord(record, 0, addRows(this.#counts.word(record, 0), kind, 1));
    if (this.#counts.size <= this.#capacity) return;
    this.#isFull = true;
    this.#counts.clear();
  }

  /** undefined where there may be some that were not counted: of an id that is no UUID, or because of too many. */
  of(imageId: string): ChildCounts | undefined {
    if (this.#isFull) return undefined;
    // Most of a million images have none.
    if (this.#prefixes.excludes(imageId)) return NO_ROWS;
    const record = this.#counts.find(this.#keyOf(imageId));
    if (record >= 0) return this.#counts.word(record, 0);
    return record === -1 ? NO_ROWS : undefined;
  }
}
