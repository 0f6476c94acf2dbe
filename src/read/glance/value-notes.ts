import { blockDeviceProblem } from "../../judge/block-devices.ts";
import type { PropertySet } from "../../judge/property-set.ts";
import type { PropertyIndex } from "../packed/property-index.ts";
import { SharedValues } from "../packed/shared-values.ts";
import type { Suspects } from "../packed/suspects.ts";
import type { Engine } from "../../guard/read-only-dialect.ts";
import { isNamed } from "./property-interest.ts";
import { BLOCK_DEVICES } from "./naming-properties.ts";
import { NO_VALUES } from "./property-values.ts";
import type { PropertyExpressions, PropertyWatch, WatchedProperty } from "./property-scan.ts";

/** nova-compute's note of the server's project (nova/virt/libvirt/driver.py: _create_snapshot_metadata). */
export const OWNER_ID = "owner_id";
export const BACKUP_TYPE = "backup_type";

/** An image's aside: many images share an owner, and above it in ten bits a backup has one of few types. */
const OWNER_BITS = 22;
const MOST_OWNERS = 100_000;
const MOST_TYPES = 1_000;
/** Images with the same values share them as long as there are so few. */
const MOST_READY = 5_000;

/** What the one pass over image_properties showed of values that consistency rules look into. */
export class ValueNotes implements PropertyWatch {
  readonly #owners = new SharedValues(MOST_OWNERS);
  readonly #types = new SharedValues(MOST_TYPES);
  readonly #unnoted: Suspects;
  /** By aside. */
  readonly #ready = new Map<number, ReadonlyMap<string, string | null>>();
  #index: PropertyIndex | undefined;

  /** @param unnoted takes the images whose values are to be read: what is noted of them is not all */
  constructor(unnoted: Suspects) {
    this.#unnoted = unnoted;
  }

  readonly keepsAside = true;

  readonly wants = (eb: PropertyExpressions, engine: Engine) =>
    eb.and([isNamed(engine, [OWNER_ID, BACKUP_TYPE])(eb), eb("p.deleted", "=", 0)]);

  readonly see = ({ imageId, name, value, deleted }: WatchedProperty, index?: PropertyIndex): void => {
    this.#index = index;
    if (deleted) return;
    if (name === OWNER_ID) this.#note(imageId, this.#owners.numberOf(value), 0);
    else if (name === BACKUP_TYPE) this.#note(imageId, this.#types.numberOf(value), OWNER_BITS);
    else if (name === BLOCK_DEVICES && blockDeviceProblem(value) !== null) this.#unnoted.add(imageId);
  };

  /** Whether all that is to be known of the image was noted. */
  knows(imageId: string): boolean {
    return this.#index !== undefined && !this.#unnoted.has(imageId);
  }

  /** The live values of owner_id and backup_type of an image. Shared by images, so not to be changed. */
  valuesOf({ aside = 0 }: PropertySet): ReadonlyMap<string, string | null> {
    return this.#valuesBehind(aside);
  }

  #valuesBehind(aside: number): ReadonlyMap<string, string | null> {
    if (aside === 0) return NO_VALUES;
    let values = this.#ready.get(aside);
    if (values === undefined) {
      if (this.#ready.size >= MOST_READY) this.#ready.clear();
      this.#ready.set(aside, (values = this.#unpack(aside)));
    }
    return values;
  }

  #unpack(aside: number): ReadonlyMap<string, string | null> {
    const owner = this.#owners.valueOf(aside & (2 ** OWNER_BITS - 1));
    const type = this.#types.valueOf(aside >>> OWNER_BITS);
    return new Map([
      ...(owner === undefined ? [] : [[OWNER_ID, owner] as const]),
      ...(type === undefined ? [] : [[BACKUP_TYPE, type] as const]),
    ]);
  }

  #note(imageId: string, number: number | undefined, at: number): void {
    if (number === undefined || this.#index?.setAside(imageId, number << at) === false)
      this.#unnoted.add(imageId);
  }
}
