import { addProperty, emptyPropertySet, type PropertySet } from "../../judge/property-set.ts";

/** A property set as an object weighs about as much as this many records. */
const WEIGHT = 8;

/** The property sets of images whose id is no UUID. */
export class OddSets {
  readonly #sets = new Map<string, PropertySet>();

  /** How much is held, in records. */
  get weight(): number {
    return this.#sets.size * WEIGHT;
  }

  add(id: string, name: string, value: string | null, deleted: boolean): void {
    const set = this.#sets.get(id) ?? emptyPropertySet();
    this.#sets.set(id, set);
    addProperty(set, name, value, deleted);
  }

  get(id: string): PropertySet | undefined {
    return this.#sets.get(id);
  }

  forget(isOutside: (id: string) => boolean): void {
    for (const id of this.#sets.keys()) if (isOutside(id)) this.#sets.delete(id);
  }

  [Symbol.iterator](): Iterator<[id: string, set: PropertySet]> {
    return this.#sets.entries();
  }
}
