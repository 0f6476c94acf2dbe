import { UuidTable } from "./uuid-table.ts";

/** Numbers many names: UUIDs are packed and have the even numbers, anything else is kept as it is and has the odd ones. */
export class NameNumbers {
  readonly #uuids = new UuidTable(0);
  readonly #odd: string[] = [];
  readonly #oddPlaces = new Map<string, number>();

  /** The name's number, a new one if it had none. */
  claim(name: string): number {
    const record = this.#uuids.claim(name);
    if (record >= 0) return 2 * record;
    const place = this.#oddPlaces.get(name) ?? this.#odd.push(name) - 1;
    this.#oddPlaces.set(name, place);
    return 2 * place + 1;
  }

  /** The name's number; undefined if it has none. */
  find(name: string): number | undefined {
    const record = this.#uuids.find(name);
    if (record >= 0) return 2 * record;
    const place = this.#oddPlaces.get(name);
    return place === undefined ? undefined : 2 * place + 1;
  }

  nameOf(number: number): string {
    return number % 2 === 0 ? this.#uuids.keyOf(number / 2) : (this.#odd[(number - 1) / 2] ?? "");
  }
}
