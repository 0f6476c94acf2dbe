import {
  addProperty,
  emptyPropertySet,
  isSnapshotProperty,
  MARK,
  NO_PROPERTIES,
  markOf,
  type PropertySet,
  type StoredValue,
} from "../judge/property-set.ts";
import { BACKUP_VALUE, SNAPSHOT_PROPERTIES, SNAPSHOT_VALUE } from "../schema/snapshot-properties.ts";
import { caselessId } from "./caseless-id.ts";
import { referenceOf, type ImageReference } from "./image-reference.ts";
import { UuidTable } from "./uuid-table.ts";
import { isCanonicalUuid } from "./uuid-words.ts";

/** Record layout: one word of flags, the instance's UUID, and which of the bases it is. */
const FLAGS = 0;
const INSTANCE_AT = 1;
const BASE_AT = 5;
const RECORD_WORDS = 6;

/** Flags: for each of the four two bits of state (0 no row, 1 live, 2 soft-deleted) and two of form, then these. */
const LIVE = 1;
const REMOVED = 2;
const FORMS_AT = 8;
const MARKS_AT = 16;
const REMOVED_MARKS_AT = 19;
const MARK_BITS = 7;
const ODD = 1 << 22;

/** The values that are packed as a form; of the two UUIDs form 0 is the packed one. */
const WORDS = [SNAPSHOT_VALUE, BACKUP_VALUE, "", null] as const;
const SHARED = WORDS.map((value) => ({ live: { value, deleted: false }, removed: { value, deleted: true } }));
const IMAGE_TYPE = SNAPSHOT_PROPERTIES.indexOf("image_type");
const INSTANCE_UUID = SNAPSHOT_PROPERTIES.indexOf("instance_uuid");
const BASE_IMAGE_REF = SNAPSHOT_PROPERTIES.indexOf("base_image_ref");
const IMAGE_LOCATION = SNAPSHOT_PROPERTIES.indexOf("image_location");

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
  /** Few images are the base of many. */
  readonly #bases = new UuidTable(0);
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
   * The images that name an instance by a UUID or are volume-backed, in no order.
   * @param removed whether soft-deleted rows count too
   */
  *references(removed: boolean): Generator<ImageReference> {
    for (let record = 0; record < this.#table.size; record += 1) {
      const flags = this.#table.word(record, FLAGS);
      if ((flags & ODD) !== 0) continue;
      const marks = (flags >>> MARKS_AT) | (removed ? flags >>> REMOVED_MARKS_AT : 0);
      const state = stateOf(flags, INSTANCE_UUID);
      const named = (state === LIVE || (removed && state === REMOVED)) && formOf(flags, INSTANCE_UUID) === 0;
      const volumeBacked = (marks & MARK.blockDevice) !== 0;
      if (!named && !volumeBacked) continue;
      const instance = named ? this.#table.uuid(record, INSTANCE_AT) : undefined;
      yield { imageId: this.#table.keyOf(record), instance, volumeBacked };
    }
    for (const [imageId, set] of this.#odd) {
      const reference = referenceOf(imageId, set, removed);
      if (reference !== undefined) yield reference;
    }
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
    const at = 2 * SNAPSHOT_PROPERTIES.indexOf(name);
    const state = (deleted ? REMOVED : LIVE) << at;
    const form = WORDS.indexOf(value as (typeof WORDS)[number]);
    switch (name) {
      case "image_type":
      case "image_location":
        return form < 0 ? null : state | (form << (FORMS_AT + at));
      case "instance_uuid":
        if (value === "" || value === null) return state | (form << (FORMS_AT + at));
        return this.#table.setUuid(record, INSTANCE_AT, value) ? state : null;
      case "base_image_ref":
        if (value === "" || value === null) return state | (form << (FORMS_AT + at));
        return this.#packBase(record, value) ? state : null;
    }
  }

  #packBase(record: number, value: string): boolean {
    const base = this.#bases.claim(value);
    if (base >= 0) this.#table.setWord(record, BASE_AT, base);
    return base >= 0;
  }

  #unpack(record: number, flags: number): PropertySet {
    const stored: PropertySet["stored"] = {};
    if (stateOf(flags, IMAGE_TYPE) !== 0) stored.image_type = wordOf(flags, IMAGE_TYPE);
    if (stateOf(flags, INSTANCE_UUID) !== 0)
      stored.instance_uuid = this.#uuidOf(record, flags, INSTANCE_UUID);
    if (stateOf(flags, BASE_IMAGE_REF) !== 0)
      stored.base_image_ref = this.#uuidOf(record, flags, BASE_IMAGE_REF);
    if (stateOf(flags, IMAGE_LOCATION) !== 0) stored.image_location = wordOf(flags, IMAGE_LOCATION);
    return {
      stored,
      liveMarks: (flags >>> MARKS_AT) & MARK_BITS,
      removedMarks: (flags >>> REMOVED_MARKS_AT) & MARK_BITS,
    };
  }

  #uuidOf(record: number, flags: number, property: number): StoredValue {
    if (formOf(flags, property) !== 0) return wordOf(flags, property);
    const value =
      property === INSTANCE_UUID
        ? this.#table.uuid(record, INSTANCE_AT)
        : this.#bases.keyOf(this.#table.word(record, BASE_AT));
    return { value, deleted: stateOf(flags, property) === REMOVED };
  }

  #oddSet(key: string): PropertySet {
    const found = this.#odd.get(key);
    if (found !== undefined) return found;
    const made = emptyPropertySet();
    this.#odd.set(key, made);
    return made;
  }
}

function stateOf(flags: number, property: number): number {
  return (flags >>> (2 * property)) & 3;
}

function formOf(flags: number, property: number): number {
  return (flags >>> (FORMS_AT + 2 * property)) & 3;
}

/** Shared, because there are millions: not to be changed. */
function wordOf(flags: number, property: number): StoredValue {
  const values = SHARED[formOf(flags, property)] as (typeof SHARED)[number];
  return stateOf(flags, property) === REMOVED ? values.removed : values.live;
}
