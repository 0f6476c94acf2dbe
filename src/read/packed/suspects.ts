import { PrefixBits } from "./prefix-bits.ts";
import { NOT_CANONICAL, UuidTable } from "./uuid-table.ts";

const CAPACITY = 300_000;

/**
 * The images about whose rows something drew attention, so that only theirs need be read. Beyond its
 * capacity it takes every image for one: slower, but never wrong, and small at any number of images.
 */
export class Suspects {
  readonly #capacity: number;
  readonly #keyOf: (id: string) => string;
  readonly #odd = new Set<string>();
  readonly #prefixes = new PrefixBits(5);
  readonly #known = new UuidTable(0);
  /** Their records in the order of ids, once that was asked for. */
  #order: Uint32Array | undefined;
  #everybody = false;

  /** @param keyOf one spelling for all ids that the database takes for the same */
  constructor(keyOf: (id: string) => string, capacity = CAPACITY) {
    this.#keyOf = keyOf;
    this.#capacity = capacity;
  }

  /** Of an audit that has no means to tell: every image. */
  static everybody(): Suspects {
    return new Suspects((id) => id, -1);
  }

  add(imageId: string): void {
    if (this.#everybody) return;
    const id = this.#keyOf(imageId);
    this.#prefixes.add(id);
    this.#order = undefined;
    if (this.#known.claim(id) < 0) this.#odd.add(id);
    if (this.#known.size + this.#odd.size <= this.#capacity) return;
    this.#everybody = true;
    this.#known.clear();
    this.#odd.clear();
  }

  has(imageId: string): boolean {
    if (this.#everybody || this.#capacity < 0) return true;
    if (this.#prefixes.excludes(imageId)) return false;
    const found = this.#known.find(imageId);
    // A canonical UUID is its own spelling, in any database.
    if (found !== NOT_CANONICAL) return found >= 0;
    const id = this.#keyOf(imageId);
    return this.#known.find(id) >= 0 || this.#odd.has(id);
  }

  /** The next suspects after this id, in the order of canonical UUIDs; none are named where every image is one. */
  after(imageId: string, most: number): string[] {
    const order = (this.#order ??= this.#known.inOrder());
    let [from, to] = [0, order.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#known.keyOf(order[middle]!) > imageId) to = middle;
      else from = middle + 1;
    }
    return Array.from(order.subarray(from, from + most), (record) => this.#known.keyOf(record));
  }
}
