import { NOTHING_STORED, type PropertySet, type StoredValue } from "../../judge/property-set.ts";
import { SNAPSHOT_PROPERTIES, type SnapshotProperty } from "../../schema/snapshot-properties.ts";
import { OddValues } from "./odd-values.ts";
import { PackedBases } from "./packed-bases.ts";
import {
  ASIDE,
  BASE_AT,
  BASE_IMAGE_REF,
  FLAGS,
  countsUuid,
  hasRow,
  hasUuid,
  IMAGE_LOCATION,
  IMAGE_TYPE,
  INSTANCE_AT,
  INSTANCE_UUID,
  isOdd,
  isRemoved,
  LIKENESS,
  liveMarks,
  markBits,
  ODD_VALUES,
  oddBits,
  RECORD_WORDS,
  removedMarks,
  stateBits,
  STATES,
  wordBits,
  wordOf,
} from "./property-record.ts";
import { UuidTable } from "./uuid-table.ts";

/** A UUID is smaller than a record. */
const UUID_WEIGHT = 0.6;

/**
 * The property rows of images whose id is a UUID, a record for each image. Rows as nova writes them fit in it; an
 * odd value (another word, a UUID in upper case) is kept beside the records as it is.
 */
export class PackedProperties {
  #table: UuidTable;
  /** Many images are made of few instances, and from fewer bases: a record holds the numbers of its own. */
  #instances = new UuidTable(0);
  #bases = new PackedBases();
  readonly #oddValues = new OddValues();
  readonly #keepsAside: boolean;

  /** @param keepsAside whether a record has a further word */
  constructor(keepsAside: boolean) {
    this.#table = new UuidTable(RECORD_WORDS + (keepsAside ? 1 : 0));
    this.#keepsAside = keepsAside;
  }

  /** Of the records, by image id. */
  get table(): UuidTable {
    return this.#table;
  }

  baseOf(number: number): string {
    return this.#bases.keyOf(number);
  }

  /** Numbers the instances that are named. */
  get instances(): UuidTable {
    return this.#instances;
  }

  /** How much is held, in records. */
  get weight(): number {
    const uuids = this.#instances.size + this.#bases.size;
    return this.#table.size + this.#oddValues.weight + UUID_WEIGHT * uuids;
  }

  flags(record: number): number {
    return this.#table.word(record, FLAGS);
  }

  /** Adds a row to an image's record. */
  add(record: number, name: string, value: string | null, deleted: boolean): void {
    const bits = this.#pack(record, name, value, deleted) ?? this.#keepOdd(record, name, value, deleted);
    this.#table.setWord(record, FLAGS, this.flags(record) | bits);
  }

  /** Not to be changed. */
  get(record: number): PropertySet {
    const flags = this.flags(record);
    return {
      stored: (flags & STATES) === 0 ? NOTHING_STORED : this.#unpackFour(record, flags),
      likeness: (flags & ODD_VALUES) === 0 ? flags & LIKENESS : undefined,
      liveMarks: liveMarks(flags),
      removedMarks: removedMarks(flags),
      aside: this.#keepsAside ? this.#table.word(record, ASIDE) : undefined,
    };
  }

  /** Adds to the word that stands beside an image's properties. */
  setAside(record: number, bits: number): void {
    this.#table.setWord(record, ASIDE, this.#table.word(record, ASIDE) | bits);
  }

  /**
   * The number of the base that a live row names; negative if there is none or it is the image itself.
   * @returns undefined of a value that has no number
   */
  liveBase(record: number): number | undefined {
    const flags = this.flags(record);
    if (isOdd(flags, BASE_IMAGE_REF)) return undefined;
    if (!countsUuid(flags, BASE_IMAGE_REF, false)) return -1;
    const base = this.#table.word(record, BASE_AT);
    return this.#bases.isAlso(base, this.#table, record) ? -1 : base;
  }

  /** Keeps these records, which are numbered anew in their order, and what they refer to. */
  keep(isKept: (record: number) => boolean): void {
    this.#oddValues.keep(this.#table.size, isKept);
    const all = this.#table;
    this.#table = all.filter(isKept);
    all.clear();
    const [instances, bases] = [this.#instances, this.#bases];
    this.#instances = new UuidTable(0);
    this.#bases = new PackedBases();
    for (let record = 0; record < this.#table.size; record += 1) {
      const flags = this.flags(record);
      if (hasUuid(flags, INSTANCE_UUID)) {
        this.#packUuid(
          record,
          INSTANCE_AT,
          this.#instances,
          instances.keyOf(this.#table.word(record, INSTANCE_AT)),
        );
      }
      if (hasUuid(flags, BASE_IMAGE_REF)) {
        this.#packUuid(record, BASE_AT, this.#bases, bases.keyOf(this.#table.word(record, BASE_AT)));
      }
    }
    instances.clear();
    bases.clear();
  }

  /** The instance that a record names, if its flags say that it names one. */
  instanceOf(record: number): string {
    return this.#instances.keyOf(this.instanceNumber(record));
  }

  /** The number of the same. */
  instanceNumber(record: number): number {
    return this.#table.word(record, INSTANCE_AT);
  }

  /** The bits for a row as nova writes it, null for one that does not fit the record. */
  #pack(record: number, name: string, value: string | null, deleted: boolean): number | null {
    switch (name) {
      case "image_type":
        return wordBits(IMAGE_TYPE, value, deleted);
      case "image_location":
        return wordBits(IMAGE_LOCATION, value, deleted);
      case "instance_uuid":
        if (!value) return wordBits(INSTANCE_UUID, value, deleted);
        return this.#packUuid(record, INSTANCE_AT, this.#instances, value)
          ? stateBits(INSTANCE_UUID, deleted)
          : null;
      case "base_image_ref":
        if (!value) return wordBits(BASE_IMAGE_REF, value, deleted);
        return this.#packUuid(record, BASE_AT, this.#bases, value)
          ? stateBits(BASE_IMAGE_REF, deleted)
          : null;
      default:
        return markBits(name, deleted);
    }
  }

  /** @returns whether it is a UUID as nova writes it */
  #packUuid(record: number, at: number, uuids: Pick<UuidTable, "claim">, value: string): boolean {
    const number = uuids.claim(value);
    if (number >= 0) this.#table.setWord(record, at, number);
    return number >= 0;
  }

  #keepOdd(record: number, name: string, value: string | null, deleted: boolean): number {
    const property = SNAPSHOT_PROPERTIES.indexOf(name as SnapshotProperty);
    this.#oddValues.set(record, property, value ?? "");
    return oddBits(property, deleted);
  }

  #unpackFour(record: number, flags: number): PropertySet["stored"] {
    const stored: PropertySet["stored"] = {};
    if (hasRow(flags, IMAGE_TYPE)) stored.image_type = this.#unpackWord(record, flags, IMAGE_TYPE);
    if (hasUuid(flags, INSTANCE_UUID)) {
      stored.instance_uuid = { value: this.instanceOf(record), deleted: isRemoved(flags, INSTANCE_UUID) };
    } else if (hasRow(flags, INSTANCE_UUID)) {
      stored.instance_uuid = this.#unpackWord(record, flags, INSTANCE_UUID);
    }
    if (hasUuid(flags, BASE_IMAGE_REF)) {
      const base = this.#table.word(record, BASE_AT);
      stored.base_image_ref = this.#bases.stored(base, isRemoved(flags, BASE_IMAGE_REF));
    } else if (hasRow(flags, BASE_IMAGE_REF)) {
      stored.base_image_ref = this.#unpackWord(record, flags, BASE_IMAGE_REF);
    }
    if (hasRow(flags, IMAGE_LOCATION))
      stored.image_location = this.#unpackWord(record, flags, IMAGE_LOCATION);
    return stored;
  }

  #unpackWord(record: number, flags: number, property: number): StoredValue {
    if (!isOdd(flags, property)) return wordOf(flags, property);
    return { value: this.#oddValues.get(record, property), deleted: isRemoved(flags, property) };
  }
}
