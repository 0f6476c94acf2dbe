import type { StoredValue } from "../../judge/property-set.ts";
import { UuidTable } from "./uuid-table.ts";

/** So many are ready as text: few images are the base of most. */
const MOST_READY = 4_096;

/** The values of base_image_ref, by number. */
export class PackedBases {
  readonly #uuids = new UuidTable(0);
  readonly #live: StoredValue[] = [];

  get size(): number {
    return this.#uuids.size;
  }

  /** The value's number; negative if it is no UUID as nova writes it. */
  claim(value: string): number {
    return this.#uuids.claim(value);
  }

  keyOf(number: number): string {
    return this.#uuids.keyOf(number);
  }

  /** Whether it is the key of a record elsewhere. */
  isAlso(number: number, table: UuidTable, record: number): boolean {
    return this.#uuids.isAlso(number, table, record);
  }

  /** Forgets them all. */
  clear(): void {
    this.#uuids.clear();
    this.#live.length = 0;
  }

  /** The value as a row has it. Shared by images, so not to be changed. */
  stored(number: number, deleted: boolean): StoredValue {
    if (deleted || number >= MOST_READY) return { value: this.keyOf(number), deleted };
    return (this.#live[number] ??= { value: this.keyOf(number), deleted: false });
  }
}
