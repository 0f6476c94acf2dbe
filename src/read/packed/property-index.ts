import { MARK, NO_PROPERTIES, type PropertySet } from "../../judge/property-set.ts";
import { caselessId } from "../caseless-id.ts";
import { referenceOf, type ImageReference } from "../glance/image-reference.ts";
import { IdRange } from "./id-range.ts";
import { ImageSieve, type WantedReferences } from "./image-sieve.ts";
import { OddSets } from "./odd-sets.ts";
import { PackedProperties } from "./packed-properties.ts";
import {
  countsUuid,
  INSTANCE_UUID,
  isOdd,
  liveMarks,
  OUTSIDE,
  type Place,
  removedMarks,
} from "./property-record.ts";
import { NOT_CANONICAL, type UuidTable } from "./uuid-table.ts";

/** Takes instances that images name. */
export interface NamedInstances {
  readonly number: (number: number) => void;
  readonly uuid: (uuid: string) => void;
}

/**
 * The property rows of many images at once, small enough to hold those of half a million images in 40 MiB.
 * The rows of an image whose id is no UUID are kept as they are.
 */
export class PropertyIndex {
  readonly #ignoresCase: boolean;
  readonly #range: IdRange;
  readonly #packed: PackedProperties;
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
    this.#packed = new PackedProperties(keepsAside);
  }

  /** The last id of which the rows are all held, once the upper part had to be forgotten. */
  get bound(): string | undefined {
    return this.#range.upTo;
  }

  /** Numbers the instances that the rows name, live and soft-deleted ones alike. */
  get instances(): UuidTable {
    return this.#packed.instances;
  }

  get #table(): UuidTable {
    return this.#packed.table;
  }

  /** How much is held, in records. */
  get weight(): number {
    return this.#packed.weight + this.#odd.weight;
  }

  /** Adds one row of image_properties. */
  add(imageId: string, name: string, value: string | null, deleted: boolean): void {
    if (imageId !== this.#latest) {
      this.#latest = imageId;
      this.#latestPlace = this.#placeOf(imageId);
    }
    const { id, record } = this.#latestPlace;
    if (id === undefined) return;
    if (record < 0) this.#odd.add(id, name, value, deleted);
    else this.#packed.add(record, name, value, deleted);
  }

  /** The properties of one image; an image without a row of interest has none. Not to be changed. */
  get(imageId: string): PropertySet {
    return this.#setOf(imageId, this.#table.find(imageId));
  }

  /** The images whose live row names a base that is wanted, each with that base. An image is no base of its own. */
  *imagesMadeFrom(isWanted: (base: string) => boolean): Generator<readonly [imageId: string, base: string]> {
    const known = new Map<number, boolean>();
    for (let record = 0; record < this.#table.size; record += 1) {
      const number = this.#packed.liveBase(record);
      if (number === undefined) yield* baseIn(this.#table.keyOf(record), this.#packed.get(record), isWanted);
      if (number === undefined || number < 0) continue;
      let wanted = known.get(number);
      if (wanted === undefined) known.set(number, (wanted = isWanted(this.#packed.baseOf(number))));
      if (wanted) yield [this.#table.keyOf(record), this.#packed.baseOf(number)];
    }
    for (const [imageId, set] of this.#odd) yield* baseIn(imageId, set, isWanted);
  }

  /** To part live images into those that are wanted and others. */
  sieve(wanted: WantedReferences): ImageSieve {
    return new ImageSieve(this.#packed, (id) => this.get(id), wanted);
  }

  /** The ids of images, as they are, of which no record can be made: few. */
  *oddIds(): Generator<string> {
    for (const [id] of this.#odd) yield id;
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
    if (found >= 0) return this.#packed.get(found);
    if (found !== NOT_CANONICAL) return NO_PROPERTIES;
    const id = this.#idOf(imageId);
    return this.#odd.get(id) ?? (id === imageId ? NO_PROPERTIES : this.get(id));
  }

  /** @returns false where there is no place for them */
  setAside(imageId: string, bits: number): boolean {
    const { id, record } = this.#placeOf(imageId);
    if (id === undefined) return true;
    if (record >= 0) this.#packed.setAside(record, bits);
    return record >= 0;
  }

  /**
   * The images that name an instance by a UUID or are volume-backed, in no order.
   * @param removed whether soft-deleted rows count too
   */
  *references(removed: boolean): Generator<ImageReference> {
    for (let record = 0; record < this.#table.size; record += 1) {
      const flags = this.#packed.flags(record);
      if (isOdd(flags, INSTANCE_UUID)) {
        const reference = referenceOf(this.#table.keyOf(record), this.#packed.get(record), removed);
        if (reference !== undefined) yield reference;
        continue;
      }
      const marks = liveMarks(flags) | (removed ? removedMarks(flags) : 0);
      const named = countsUuid(flags, INSTANCE_UUID, removed);
      const volumeBacked = (marks & MARK.blockDevice) !== 0;
      if (!named && !volumeBacked) continue;
      const instance = named ? this.#packed.instanceOf(record) : undefined;
      yield { imageId: this.#table.keyOf(record), instance, volumeBacked };
    }
    for (const [imageId, set] of this.#odd) {
      const reference = referenceOf(imageId, set, removed);
      if (reference !== undefined) yield reference;
    }
  }

  /**
   * Tells which instances the images name by a UUID: by its number, or in lower case where it is not stored so.
   * @param removed whether soft-deleted rows count too
   */
  instancesNamed(removed: boolean, take: NamedInstances): void {
    for (let record = 0; record < this.#table.size; record += 1) {
      const flags = this.#packed.flags(record);
      if (isOdd(flags, INSTANCE_UUID)) this.#takeNamed(this.#packed.get(record), removed, take);
      else if (countsUuid(flags, INSTANCE_UUID, removed)) take.number(this.#packed.instanceNumber(record));
    }
    for (const [, set] of this.#odd) this.#takeNamed(set, removed, take);
  }

  #takeNamed(set: PropertySet, removed: boolean, take: NamedInstances): void {
    const instance = referenceOf("", set, removed)?.instance;
    if (instance !== undefined) take.uuid(instance);
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
    const isKept = (record: number): boolean => this.#table.keyWord(record) <= pivot;
    this.#packed.keep(isKept);
    this.#odd.forget((id) => this.#range.excludes(id));
    this.#latest = undefined;
    this.#latestPlace = OUTSIDE;
    return true;
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
}

function* baseIn(
  imageId: string,
  { stored }: PropertySet,
  isWanted: (base: string) => boolean,
): Generator<readonly [imageId: string, base: string]> {
  const row = stored.base_image_ref;
  if (row === undefined || row.deleted || !row.value) return;
  if (row.value.toLowerCase() !== imageId.toLowerCase() && isWanted(row.value)) yield [imageId, row.value];
}
