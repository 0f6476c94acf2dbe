import type { PropertySet } from "../../judge/property-set.ts";
import type { PackedProperties } from "./packed-properties.ts";

/** Counts how many images name which base, without taking their properties out one by one. */
export class BaseCounts {
  readonly #packed: PackedProperties;
  readonly #propertiesOf: (id: string) => PropertySet;
  /** By the number of the base. */
  readonly #counts: Uint32Array;
  readonly #odd = new Map<string, number>();

  /** @param propertiesOf of the images that `packed` cannot tell of */
  constructor(packed: PackedProperties, propertiesOf: (id: string) => PropertySet) {
    this.#packed = packed;
    this.#propertiesOf = propertiesOf;
    this.#counts = new Uint32Array(packed.bases);
  }

  /** Adds the live rows of these images. An image is no base of its own. */
  add(ids: readonly string[]): void {
    const found = this.#packed.table.findAll(ids);
    for (let at = 0; at < ids.length; at += 1) {
      const base = this.#packed.liveBase(found[at]!);
      if (base === undefined) this.#addOdd(ids[at]!);
      else if (base >= 0) this.#counts[base]! += 1;
    }
  }

  *[Symbol.iterator](): Generator<[base: string, images: number]> {
    for (let base = 0; base < this.#counts.length; base += 1) {
      const images = this.#counts[base]!;
      if (images > 0) yield [this.#packed.baseOf(base), images];
    }
    yield* this.#odd;
  }

  #addOdd(id: string): void {
    const row = this.#propertiesOf(id).stored.base_image_ref;
    if (row === undefined || row.deleted || !row.value) return;
    if (row.value.toLowerCase() === id.toLowerCase()) return;
    this.#odd.set(row.value, (this.#odd.get(row.value) ?? 0) + 1);
  }
}
