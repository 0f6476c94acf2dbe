import { EMPTY, HashSlots } from "./hash-slots.ts";
import { packUuid, unpackUuid } from "./uuid-words.ts";
import { WordSlabs } from "./word-slabs.ts";

const KEY_WORDS = 4;
/** What `claim` and `find` say to text that is not a canonical UUID. */
export const NOT_CANONICAL = -2;
/** Rebuilding starts when this share of the slots is taken. */
const FULLEST = 0.7;

/**
 * A hash table from canonical UUIDs to records of 32-bit words. A million images fit in a tenth of what
 * objects would need, and growth never copies the records.
 */
export class UuidTable {
  /** How many words a record has beside its key. */
  readonly #words: number;
  readonly #records: WordSlabs;
  readonly #key = new Uint32Array(KEY_WORDS);
  readonly #slots = new HashSlots();
  #size = 0;
  /** Of findAll. */
  #found = new Int32Array(0);
  #sought = new Uint32Array(0);

  /** @param words how many words a record has beside its key */
  constructor(words: number) {
    this.#words = words;
    this.#records = new WordSlabs(KEY_WORDS + words);
  }

  get size(): number {
    return this.#size;
  }

  /** The record's number, made with zeros if it was not there; NOT_CANONICAL if it can have none. */
  claim(uuid: string): number {
    if (!packUuid(uuid, this.#key, 0)) return NOT_CANONICAL;
    const slot = this.#slotOf(this.#key, 0);
    const found = this.#slots.at(slot);
    return found === EMPTY ? this.#insert(slot) : found;
  }

  /** The record's number, -1 if there is none, NOT_CANONICAL if there can be none. */
  find(uuid: string): number {
    if (!packUuid(uuid, this.#key, 0)) return NOT_CANONICAL;
    return this.#slots.at(this.#slotOf(this.#key, 0));
  }

  /**
   * `find` of each of these. The table is larger than any cache: here all slots are fetched side by side, and then
   * all records, where one look-up after another would wait for the memory twice each.
   * @returns as many as were asked for, and perhaps more behind them; valid until the next call
   */
  findAll(uuids: readonly string[]): Int32Array {
    const { length } = uuids;
    if (this.#found.length < length) {
      this.#found = new Int32Array(length);
      this.#sought = new Uint32Array(length * KEY_WORDS);
    }
    const found = this.#found;
    const sought = this.#sought;
    const slots = this.#slots;
    const { mask } = slots;
    for (let at = 0; at < length; at += 1) {
      const isCanonical = packUuid(uuids[at] ?? "", sought, at * KEY_WORDS);
      found[at] = isCanonical ? hash(sought, at * KEY_WORDS) & mask : NOT_CANONICAL;
    }
    for (let at = 0; at < length; at += 1) {
      const slot = found[at] ?? NOT_CANONICAL;
      if (slot >= 0) found[at] = slots.at(slot);
    }
    for (let at = 0; at < length; at += 1) {
      const record = found[at] ?? EMPTY;
      const from = at * KEY_WORDS;
      if (record >= 0 && !this.#hasKey(record, sought, from))
        found[at] = slots.at(this.#slotOf(sought, from));
    }
    return found;
  }

  word(record: number, at: number): number {
    return this.#records.word(record, KEY_WORDS + at);
  }

  setWord(record: number, at: number, value: number): void {
    this.#records.setWord(record, KEY_WORDS + at, value);
  }

  /** Packs a UUID into the record's words from `at`; false if it is not canonical. */
  setUuid(record: number, at: number, uuid: string): boolean {
    return packUuid(uuid, this.#slab(record), this.#offset(record) + KEY_WORDS + at);
  }

  uuid(record: number, at: number): string {
    return unpackUuid(this.#slab(record), this.#offset(record) + KEY_WORDS + at);
  }

  /** The first 32 bits of the record's key: enough to sort by. */
  keyWord(record: number): number {
    return this.#records.word(record, 0);
  }

  keyOf(record: number): string {
    return unpackUuid(this.#slab(record), this.#offset(record));
  }

  /** The numbers of all records, in the order of their keys. */
  inOrder(): Uint32Array {
    return Uint32Array.from({ length: this.#size }, (_, record) => record).sort((left, right) =>
      this.#compare(left, right),
    );
  }

  /** Whether a record of another table has the same key. */
  isAlso(record: number, other: UuidTable, otherRecord: number): boolean {
    return this.#hasKey(record, other.#slab(otherRecord), other.#offset(otherRecord));
  }

  /** The keys in the order in which they came. */
  *keys(): Generator<string> {
    for (let record = 0; record < this.#size; record += 1) yield this.keyOf(record);
  }

  /** A copy that keeps only the records that `wanted` accepts. */
  filter(wanted: (record: number) => boolean): UuidTable {
    const kept = new UuidTable(this.#words);
    for (let record = 0; record < this.#size; record += 1) {
      if (!wanted(record)) continue;
      const copy = kept.claim(this.keyOf(record));
      for (let at = 0; at < this.#words; at += 1) kept.setWord(copy, at, this.word(record, at));
    }
    return kept;
  }

  /** Empties it, and leaves its room to others. */
  clear(): void {
    this.#records.clear();
    this.#slots.clear();
    this.#size = 0;
  }

  #insert(slot: number): number {
    const record = this.#size;
    this.#records.reserve(record);
    this.#slab(record).set(this.#key, this.#offset(record));
    this.#slots.set(slot, record);
    this.#size += 1;
    if (this.#size > this.#slots.mask * FULLEST) this.#grow();
    return record;
  }

  #grow(): void {
    this.#slots.double();
    for (let record = 0; record < this.#size; record += 1) {
      this.#slots.set(this.#slotOf(this.#slab(record), this.#offset(record)), record);
    }
  }

  /** The slot that holds this key, or the free one where it belongs. */
  #slotOf(words: Uint32Array, from: number): number {
    const { mask } = this.#slots;
    let slot = hash(words, from) & mask;
    for (;;) {
      const record = this.#slots.at(slot);
      if (record === EMPTY || this.#hasKey(record, words, from)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #hasKey(record: number, words: Uint32Array, from: number): boolean {
    const slab = this.#slab(record);
    const at = this.#offset(record);
    return (
      slab[at] === words[from] &&
      slab[at + 1] === words[from + 1] &&
      slab[at + 2] === words[from + 2] &&
      slab[at + 3] === words[from + 3]
    );
  }

  #compare(left: number, right: number): number {
    for (let at = 0; at < KEY_WORDS; at += 1) {
      const difference = this.#records.word(left, at) - this.#records.word(right, at);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #slab(record: number): Uint32Array {
    return this.#records.slabOf(record)!;
  }

  #offset(record: number): number {
    return this.#records.offsetOf(record);
  }
}

function hash(words: Uint32Array, from: number): number {
  const first = words[from] ?? 0;
  const second = words[from + 1] ?? 0;
  const third = words[from + 2] ?? 0;
  const fourth = words[from + 3] ?? 0;
  // Mixed in between: ids that count in two places at once would otherwise cancel out to one slot.
  const upper = mix(first ^ Math.imul(second, 0x9e37_79b1));
  return mix(upper ^ Math.imul(third, 0x85eb_ca6b) ^ fourth);
}

/** Spreads ids that are not random, such as those of a test cloud, over the slots. */
function mix(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x7feb_352d);
  const twice = Math.imul(once ^ (once >>> 15), 0x846c_a68b);
  return twice ^ (twice >>> 16);
}
