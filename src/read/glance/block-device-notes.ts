import { blockDevicesOf, type BlockDevices } from "../../judge/block-devices.ts";
import { BLOCK_DEVICES } from "./naming-properties.ts";
import type { PropertyWatch, WatchedProperty } from "./property-scan.ts";
import { UuidTable } from "../packed/uuid-table.ts";

/** Record layout: the cinder snapshot of the root disk, and where the list of all of them is. */
const ROOT_AT = 0;
const LIST_AT = 4;
const RECORD_WORDS = 5;

/** The cinder snapshots of a volume-backed image. */
export type SnapshotsOfImage = Pick<BlockDevices, "rootSnapshot" | "snapshots">;

/** The cinder snapshots that the pass over image_properties came by, packed: most images have one. */
export class BlockDeviceNotes implements PropertyWatch {
  readonly #removed: boolean;
  readonly #table = new UuidTable(RECORD_WORDS);
  /** Of images with several disks; 0 is for none. */
  #lists: (readonly string[])[] = [[]];
  /** Of images whose id is no UUID. */
  #odd = new Map<string, SnapshotsOfImage>();
  #isForgotten = false;

  /** @param removed whether soft-deleted rows count too */
  constructor(removed: boolean) {
    this.#removed = removed;
  }

  readonly see = ({ imageId, name, value, deleted }: WatchedProperty): void => {
    if (name !== BLOCK_DEVICES || (deleted && !this.#removed) || this.#isForgotten) return;
    const { rootSnapshot, snapshots } = blockDevicesOf(value);
    if (rootSnapshot === undefined) return;
    const record = this.#table.claim(imageId);
    if (record < 0) {
      this.#odd.set(imageId, { rootSnapshot, snapshots });
      return;
    }
    this.#table.setUuid(record, ROOT_AT, rootSnapshot);
    this.#table.setWord(record, LIST_AT, snapshots.length > 1 ? this.#lists.push(snapshots) - 1 : 0);
  };

  readonly forget = (): void => {
    this.#isForgotten = true;
    this.#table.clear();
    this.#lists = [[]];
    this.#odd = new Map();
  };

  /** By image id as the property's row spells it. */
  *entries(): Generator<readonly [imageId: string, SnapshotsOfImage]> {
    for (let record = 0; record < this.#table.size; record += 1) {
      const rootSnapshot = this.#table.uuid(record, ROOT_AT);
      const list = this.#table.word(record, LIST_AT);
      const snapshots = list === 0 ? [rootSnapshot] : (this.#lists[list] ?? []);
      yield [this.#table.keyOf(record), { rootSnapshot, snapshots }];
    }
    yield* this.#odd;
  }
}
