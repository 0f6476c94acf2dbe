import {
  addProperty,
  emptyPropertySet,
  isSnapshotProperty,
  NO_PROPERTIES,
  markOf,
  type PropertySet,
} from "../judge/property-set.ts";
import {
  BACKUP_VALUE,
  SNAPSHOT_PROPERTIES,
  SNAPSHOT_VALUE,
  type SnapshotProperty,
} from "../schema/snapshot-properties.ts";
import { caselessId } from "./caseless-id.ts";
import { UuidTable } from "./uuid-table.ts";
import { isCanonicalUuid } from "./uuid-words.ts";

/** Record layout: one word of flags, then two UUIDs. */
const FLAGS = 0;
const UUID_AT = { instance_uuid: 1, base_image_ref: 5 } as const;
const RECORD_WORDS = 9;

/** Flags: two bits for each of the four (0 no row, 1 live, 2 soft-deleted), then these. */
const LIVE = 1;
const REMOVED = 2;
const BACKUP = 1 << 8;
const MARKS_AT = 9;
const REMOVED_MARKS_AT = 12;
const MARK_BITS = 7;
const ODD = 1 << 15;

/** A property set as an object weighs about as much as this many records. */
const ODD_WEIGHT = 8;

/**
 * The property rows of many images at once, small enough to hold those of half a million images in 40 MiB.
 * Rows as nova writes them are packed; whatever is odd (another value, upper case, an id that is no UUID)
 * is kept as it is.
 */
export class PropertyIndex {
  readonly #ignoresCase: boolean;
  readonly #after: string;
  #bound: string | undefined;
  #table = new UuidTable(RECORD_WORDS);
  readonly #odd = new Map<string, PropertySet>();

  /**
   * @param ignoresCase whether the database itself takes ids that differ in case for the same
   * @param after images up to this id are of no interest; "" for none
   */
  constructor(ignoresCase: boolean, after: string) {
    this.#ignoresCase = ignoresCase;
    this.#after = after;
  }

  /** The last id of which the rows are all held, once the upper part had to be forgotten. */
  get bound(): string | undefined {
    return this.#bound;
  }

  /** How much is held, in records. */
  get weight(): number {
    return this.#table.size + this.#odd.size * ODD_WEIGHT;
  }

  /** Adds one row of image_properties. */
  add(imageId: string, name: string, value: string | null, deleted: boolean): void {
    if (this.#isOutside(imageId)) return;
    const claimed = this.#table.claim(imageId);
    const id = claimed < 0 ? this.#idOf(imageId) : imageId;
    // A UUID in capitals stands where its small letters would: it must not draw the next bound back.
    if (claimed < 0 && this.#isOutside(id)) return;
    const record = claimed < 0 ? this.#table.claim(id) : claimed;
    const flags = record < 0 ? ODD : this.#table.word(record, FLAGS);
    if ((flags & ODD) !== 0) {
      addProperty(this.#oddSet(id), name, value, deleted);
      return;
    }
    const packed = this.#pack(record, name, value, deleted);
    if (packed !== null) {
      this.#table.setWord(record, FLAGS, flags | packed);
      return;
    }
    const set = this.#unpack(record, flags);
    addProperty(set, name, value, deleted);
    this.#odd.set(id, set);
    this.#table.setWord(record, FLAGS, ODD);
  }

  /** The properties of one image; an image without a row of interest has none. Not to be changed. */
  get(imageId: string): PropertySet {
    const found = this.#table.find(imageId);
    const id = found < 0 ? this.#idOf(imageId) : imageId;
    const record = found < 0 ? this.#table.find(id) : found;
    const flags = record < 0 ? ODD : this.#table.word(record, FLAGS);
    return (flags & ODD) === 0 ? this.#unpack(record, flags) : (this.#odd.get(id) ?? NO_PROPERTIES);
  }

  /**
   * Forgets the upper half of the images, in the order of their ids, and from then on takes no more of them.
   * Ids that are no UUIDs stay: where the server sorts them is its own affair.
   * @returns false if the ids are too much alike to be halved
   */
  keepLowerHalf(): boolean {
    const words = Uint32Array.from({ length: this.#table.size }, (_, record) =>
      this.#table.keyWord(record),
    ).sort();
    const pivot = words[Math.trunc(words.length / 2) - 1];
    if (pivot === undefined || pivot === words.at(-1)) return false;
    this.#bound = `${pivot.toString(16).padStart(8, "0")}-ffff-ffff-ffff-ffffffffffff`;
    this.#table = this.#table.filter((record) => this.#table.keyWord(record) <= pivot);
    for (const id of this.#odd.keys()) if (this.#isOutside(id)) this.#odd.delete(id);
    return true;
  }

  #isOutside(id: string): boolean {
    if (id > this.#after && (this.#bound === undefined || id <= this.#bound)) return false;
    return isCanonicalUuid(id);
  }

  /** The spelling under which an image's rows are kept together. */
  #idOf(imageId: string): string {
    return this.#ignoresCase ? caselessId(imageId) : imageId;
  }

  /** The bits for a row as nova writes it, null for one that does not fit the record. */
  #pack(record: number, name: string, value: string | null, deleted: boolean): number | null {
    if (!isSnapshotProperty(name)) return markOf(name) << (deleted ? REMOVED_MARKS_AT : MARKS_AT);
    const state = (deleted ? REMOVED : LIVE) << (2 * SNAPSHOT_PROPERTIES.indexOf(name));
    switch (name) {
      case "image_type":
        if (value === BACKUP_VALUE) return state | BACKUP;
        return value === SNAPSHOT_VALUE ? state : null;
      case "image_location":
        return value === SNAPSHOT_VALUE ? state : null;
      case "instance_uuid":
      case "base_image_ref":
        return value !== null && this.#table.setUuid(record, UUID_AT[name], value) ? state : null;
    }
  }

  #unpack(record: number, flags: number): PropertySet {
    const stored: PropertySet["stored"] = {};
    for (let at = 0; at < SNAPSHOT_PROPERTIES.length; at += 1) {
      const state = (flags >>> (2 * at)) & 3;
      if (state === 0) continue;
      const name = SNAPSHOT_PROPERTIES[at] as SnapshotProperty;
      stored[name] = { value: this.#valueOf(record, flags, name), deleted: state === REMOVED };
    }
    return {
      stored,
      liveMarks: (flags >>> MARKS_AT) & MARK_BITS,
      removedMarks: (flags >>> REMOVED_MARKS_AT) & MARK_BITS,
    };
  }

  #valueOf(record: number, flags: number, name: SnapshotProperty): string {
    switch (name) {
      case "image_type":
        return (flags & BACKUP) === 0 ? SNAPSHOT_VALUE : BACKUP_VALUE;
      case "image_location":
        return SNAPSHOT_VALUE;
      case "instance_uuid":
      case "base_image_ref":
        return this.#table.uuid(record, UUID_AT[name]);
    }
  }

  #oddSet(key: string): PropertySet {
    const found = this.#odd.get(key);
    if (found !== undefined) return found;
    const made = emptyPropertySet();
    this.#odd.set(key, made);
    return made;
  }
}
