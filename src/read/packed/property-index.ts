import { MARK, NO_PROPERTIES, NOTHING_STORED, type PropertySet } from "../../judge/property-set.ts";
import { caselessId } from "../caseless-id.ts";
import { referenceOf, type ImageReference } from "../glance/image-reference.ts";
import { IdRange } from "./id-range.ts";
import { OddSets } from "./odd-sets.ts";
import { PackedBases } from "./packed-bases.ts";
import {
  ASIDE,
  BASE_AT,
  BASE_IMAGE_REF,
  FLAGS,
  hasRow,
  hasUuid,
  IMAGE_LOCATION,
  IMAGE_TYPE,
  INSTANCE_AT,
  INSTANCE_UUID,
  isRemoved,
  LIKENESS,
  liveMarks,
  markBits,
  ODD,
  OUTSIDE,
  type Place,
  RECORD_WORDS,
  removedMarks,
  stateBits,
  STATES,
  wordBits,
  wordOf,
} from "./property-record.ts";
import { NOT_CANONICAL, UuidTable } from "./uuid-table.ts";

/**
 * The property rows of many images at once, small enough to hold those of half a million images in 40 MiB.
 * Rows as nova writes them are packed; whatever is odd (another value, upper case, an id that is no UUID)
 * is kept as it is.
 */
export class PropertyIndex {
  readonly #ignoresCase: boolean;
  readonly #range: IdRange;
  #table: UuidTable;
  /** Few images are the base of many: a record holds the number of its own. */
  #bases = new PackedBases();
  readonly #odd = new OddSets();
  /** The image of the row before: the rows of one mostly stand together. */
  #latest: string | undefined;
  #latestPlace: Place = OUTSIDE;

  /**
   * @param ignoresCase whether the database itself takes ids that differ in case for the same
   * @param after images up to this id are of no interest; "" for none
   * @param keepsAside whether whoever watches the rows may keep a word beside each image
   */
  constructor(ignoresCase: boolean, after: string, keepsAside = false) {
    this.#ignoresCase = ignoresCase;
    this.#range = new IdRange(after);
    this.#table = new UuidTable(RECORD_WORDS + (keepsAside ? 1 : 0));
  }

  /** The last id of which the rows are all held, once the upper part had to be forgotten. */
  get bound(): string | undefined {
    return this.#range.upTo;
  }

  /** How much is held, in records. */
  get weight(): number {
    return this.#table.size + this.#odd.weight + this.#bases.size;
  }

  /** Adds one row of image_properties. */
  add(imageId: string, name: string, value: string | null, deleted: boolean): void {
    if (imageId !== this.#latest) {
      this.#latest = imageId;
      this.#latestPlace = this.#placeOf(imageId);
    }
    const { id, record } = this.#latestPlace;
    if (id === undefined) return;
    const flags = record < 0 ? ODD : this.#table.word(record, FLAGS);
    if ((flags & ODD) !== 0) {
      this.#odd.add(id, name, value, deleted);
      return;
    }
    const packed = this.#pack(record, name, value, deleted);
    if (packed !== null) {
      this.#table.setWord(record, FLAGS, flags | packed);
      return;
    }
    this.#odd.take(id, this.#unpack(record, flags));
    this.#odd.add(id, name, value, deleted);
    this.#table.setWord(record, FLAGS, ODD);
  }

  /** The properties of one image; an image without a row of interest has none. Not to be changed. */
  get(imageId: string): PropertySet {
    return this.#setOf(imageId, this.#table.find(imageId));
  }

  /** Gives each of these images its properties. */
  fill(images: readonly { readonly id: string; properties: PropertySet }[]): void {
    const found = this.#table.findAll(images.map(({ id }) => id));
    for (let at = 0; at < images.length; at += 1) {
      const image = images[at]!;
      image.properties = this.#setOf(image.id, found[at] ?? NOT_CANONICAL);
    }
  }

  #setOf(imageId: string, found: number): PropertySet {
    if (found >= 0) {
      const flags = this.#table.word(found, FLAGS);
      if ((flags & ODD) === 0) return this.#unpack(found, flags);
    } else if (found !== NOT_CANONICAL) {
      return NO_PROPERTIES;
    }
    const id = found < 0 ? this.#idOf(imageId) : imageId;
    return this.#odd.get(id) ?? (id === imageId ? NO_PROPERTIES : this.get(id));
  }

  /** The bits that were set aside for each of these images. */
  asides(imageIds: readonly string[]): number[] {
    const found = this.#table.findAll(imageIds);
    return imageIds.map((imageId, at) => {
      const record = found[at] === NOT_CANONICAL ? this.#table.find(this.#idOf(imageId)) : (found[at] ?? -1);
      return record < 0 ? 0 : this.#table.word(record, ASIDE);
    });
  }

  /** @returns false where there is no place for them */
  setAside(imageId: string, bits: number): boolean {
    const { id, record } = this.#placeOf(imageId);
    if (id === undefined) return true;
    if (record >= 0) this.#table.setWord(record, ASIDE, this.#table.word(record, ASIDE) | bits);
    return record >= 0;
  }

  /**
   * The images that name an instance by a UUID or are volume-backed, in no order.
   * @param removed whether soft-deleted rows count too
   */
  *references(removed: boolean): Generator<ImageReference> {
    for (let record = 0; record < this.#table.size; record += 1) {
      const flags = this.#table.word(record, FLAGS);
      if ((flags & ODD) !== 0) continue;
      const marks = liveMarks(flags) | (removed ? removedMarks(flags) : 0);
      const named = hasUuid(flags, INSTANCE_UUID) && (removed || !isRemoved(flags, INSTANCE_UUID));
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
   * @returns false if the ids are too much alike to be halved
   */
  keepLowerHalf(): boolean {
    const words = Uint32Array.from({ length: this.#table.size }, (_, record) =>
      this.#table.keyWord(record),
    ).sort();
    const pivot = words[Math.trunc(words.length / 2) - 1];
    if (pivot === undefined || pivot === words.at(-1)) return false;
    this.#range.upTo = `${pivot.toString(16).padStart(8, "0")}-ffff-ffff-ffff-ffffffffffff`;
    this.#table = this.#table.filter((record) => this.#table.keyWord(record) <= pivot);
    this.#odd.forget((id) => this.#range.excludes(id));
    this.#forgetBases();
    this.#latest = undefined;
    this.#latestPlace = OUTSIDE;
    return true;
  }

  /** Keeps the bases of the records that are left. */
  #forgetBases(): void {
    const before = this.#bases;
    this.#bases = new PackedBases();
    for (let record = 0; record < this.#table.size; record += 1) {
      const flags = this.#table.word(record, FLAGS);
      if ((flags & ODD) !== 0 || !hasUuid(flags, BASE_IMAGE_REF)) continue;
      this.#packBase(record, before.keyOf(this.#table.word(record, BASE_AT)));
    }
  }

  #placeOf(imageId: string): Place {
    if (this.#range.excludes(imageId)) return OUTSIDE;
    const claimed = this.#table.claim(imageId);
    if (claimed >= 0) return { id: imageId, record: claimed };
    const id = this.#idOf(imageId);
    // A UUID in capitals stands where its small letters would: it must not draw the next bound back.
    return this.#range.excludes(id) ? OUTSIDE : { id, record: this.#table.claim(id) };
  }

  /** The spelling under which an image's rows are kept together. */
  #idOf(imageId: string): string {
    return this.#ignoresCase ? caselessId(imageId) : imageId;
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
        return this.#table.setUuid(record, INSTANCE_AT, value) ? stateBits(INSTANCE_UUID, deleted) : null;
      case "base_image_ref":
        if (!value) return wordBits(BASE_IMAGE_REF, value, deleted);
        return this.#packBase(record, value) ? stateBits(BASE_IMAGE_REF, deleted) : null;
      default:
        return markBits(name, deleted);
    }
  }

  #packBase(record: number, value: string): boolean {
    const base = this.#bases.claim(value);
    if (base >= 0) this.#table.setWord(record, BASE_AT, base);
    return base >= 0;
  }

  #unpack(record: number, flags: number): PropertySet {
    return {
      stored: (flags & STATES) === 0 ? NOTHING_STORED : this.#unpackFour(record, flags),
      likeness: flags & LIKENESS,
      liveMarks: liveMarks(flags),
      removedMarks: removedMarks(flags),
    };
  }

  #unpackFour(record: number, flags: number): PropertySet["stored"] {
    const stored: PropertySet["stored"] = {};
    if (hasRow(flags, IMAGE_TYPE)) stored.image_type = wordOf(flags, IMAGE_TYPE);
    if (hasUuid(flags, INSTANCE_UUID)) {
      stored.instance_uuid = {
        value: this.#table.uuid(record, INSTANCE_AT),
        deleted: isRemoved(flags, INSTANCE_UUID),
      };
    } else if (hasRow(flags, INSTANCE_UUID)) stored.instance_uuid = wordOf(flags, INSTANCE_UUID);
    if (hasUuid(flags, BASE_IMAGE_REF)) {
      const base = this.#table.word(record, BASE_AT);
      stored.base_image_ref = this.#bases.stored(base, isRemoved(flags, BASE_IMAGE_REF));
    } else if (hasRow(flags, BASE_IMAGE_REF)) stored.base_image_ref = wordOf(flags, BASE_IMAGE_REF);
    if (hasRow(flags, IMAGE_LOCATION)) stored.image_location = wordOf(flags, IMAGE_LOCATION);
    return stored;
  }
}
