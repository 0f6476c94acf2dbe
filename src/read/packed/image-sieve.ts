import { classify, type Class } from "../../judge/classify.ts";
import { MARK, type PropertySet } from "../../judge/property-set.ts";
import { referenceOf, type ImageReference } from "../glance/image-reference.ts";
import type { PackedProperties } from "./packed-properties.ts";
import { countsUuid, INSTANCE_UUID, isOdd, LIKENESS, liveMarks, ODD_VALUES } from "./property-record.ts";
import { NOT_CANONICAL } from "./uuid-table.ts";

/** Which live images are wanted, by where their live properties lead. */
export interface WantedReferences {
  /** Whether those are that name this instance, by its number; they are not volume-backed. */
  readonly toInstance: (number: number) => boolean;
  readonly to: (reference: ImageReference) => boolean;
}

/** Parts live images into those that are wanted and others, by their packed properties: there are a million others. */
export class ImageSieve {
  readonly #packed: PackedProperties;
  readonly #propertiesOf: (id: string) => PropertySet;
  readonly #wanted: WantedReferences;
  /** By likeness. */
  readonly #classes = new Map<number, Class>();

  /** @param propertiesOf of the images that `packed` cannot tell of */
  constructor(packed: PackedProperties, propertiesOf: (id: string) => PropertySet, wanted: WantedReferences) {
    this.#packed = packed;
    this.#propertiesOf = propertiesOf;
    this.#wanted = wanted;
  }

  /** @returns the class of each that is not wanted, undefined of each that is */
  part(ids: readonly string[]): readonly (Class | undefined)[] {
    const found = this.#packed.table.findAll(ids);
    return ids.map((id, at) => {
      const record = found[at] ?? NOT_CANONICAL;
      if (record >= 0) return this.#partRecord(id, record);
      return record === NOT_CANONICAL ? this.#partSet(id, this.#propertiesOf(id)) : "missing";
    });
  }

  #partRecord(id: string, record: number): Class | undefined {
    const flags = this.#packed.flags(record);
    const isVolumeBacked = (liveMarks(flags) & MARK.blockDevice) !== 0;
    if (isVolumeBacked || isOdd(flags, INSTANCE_UUID)) return this.#partSet(id, this.#packed.get(record));
    const isNamed = countsUuid(flags, INSTANCE_UUID, false);
    if (isNamed && this.#wanted.toInstance(this.#packed.instanceNumber(record))) return undefined;
    if ((flags & ODD_VALUES) !== 0) return classify(this.#packed.get(record), false).class;
    const likeness = flags & LIKENESS;
    let known = this.#classes.get(likeness);
    if (known === undefined) {
      known = classify(this.#packed.get(record), false).class;
      this.#classes.set(likeness, known);
    }
    return known;
  }

  #partSet(id: string, set: PropertySet): Class | undefined {
    const reference = referenceOf(id, set, false);
    return reference !== undefined && this.#wanted.to(reference) ? undefined : classify(set, false).class;
  }
}
