import { NameNumbers } from "./name-numbers.ts";
import { PrefixBits } from "./prefix-bits.ts";

const END = -1;
const NOTHING: readonly string[] = [];

/** Lists of names by name, each name once in a list; where they are UUIDs some 60 bytes an entry. */
export class NameLists {
  readonly #names = new NameNumbers();
  /** Of the names that have a list, which most names that are asked for have not. */
  readonly #prefixes = new PrefixBits(4);
  /** By the number of its name: the last entry of a list. */
  readonly #last: number[] = [];
  /** By the number of an entry: what it lists, and the entry before it in the same list. */
  readonly #listed: number[] = [];
  readonly #before: number[] = [];

  add(name: string, listed: string): void {
    this.#prefixes.add(name);
    const list = this.#names.claim(name);
    const number = this.#names.claim(listed);
    for (const entry of this.#entries(list)) if (this.#listed[entry] === number) return;
    this.#before.push(this.#last[list] ?? END);
    this.#last[list] = this.#listed.push(number) - 1;
  }

  has(name: string): boolean {
    return this.#last[this.#listOf(name)] !== undefined;
  }

  /** In the order in which they were added. */
  of(name: string): readonly string[] {
    const list = this.#listOf(name);
    if (list === END) return NOTHING;
    const listed = Array.from(this.#entries(list), (entry) => this.#nameOf(entry));
    return listed.toReversed();
  }

  /** What is listed anywhere, as often as it is. */
  *listed(): Generator<string> {
    for (let entry = 0; entry < this.#listed.length; entry += 1) yield this.#nameOf(entry);
  }

  /** The number of a name that may have one. */
  #listOf(name: string): number {
    return this.#prefixes.excludes(name) ? END : (this.#names.find(name) ?? END);
  }

  *#entries(list: number): Generator<number> {
    for (let entry = this.#last[list] ?? END; entry !== END; entry = this.#before[entry] ?? END) yield entry;
  }

  #nameOf(entry: number): string {
    return this.#names.nameOf(this.#listed[entry] ?? END);
  }
}
