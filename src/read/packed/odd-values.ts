const PROPERTIES = 4;
/** A value as text, and its place in the map, weigh about as much as this many records. */
const WEIGHT = 3;

/** Values of the four properties that no record can hold, by the record's number. */
export class OddValues {
  #values = new Map<number, string>();

  /** How much is held, in records. */
  get weight(): number {
    return this.#values.size * WEIGHT;
  }

  set(record: number, property: number, value: string): void {
    this.#values.set(record * PROPERTIES + property, value);
  }

  get(record: number, property: number): string {
    return this.#values.get(record * PROPERTIES + property) ?? "";
  }

  /** Keeps those of the records that are kept, which are numbered anew in their order. */
  keep(records: number, isKept: (record: number) => boolean): void {
    const before = this.#values;
    this.#values = new Map();
    for (let record = 0, kept = 0; record < records; record += 1) {
      if (!isKept(record)) continue;
      for (let property = 0; property < PROPERTIES; property += 1) {
        const value = before.get(record * PROPERTIES + property);
        if (value !== undefined) this.set(kept, property, value);
      }
      kept += 1;
    }
  }
}
