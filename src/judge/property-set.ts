import {
  BLOCK_DEVICE_PROPERTIES,
  SNAPSHOT_PROPERTIES,
  VMWARE_PREFIX,
  XENAPI_PROPERTY,
  type SnapshotProperty,
} from "../schema/snapshot-properties.ts";
import { isNearMiss } from "./near-miss.ts";

/** One of the four as its row stands: soft-deleted rows keep their value until they are purged. */
export interface StoredValue {
  readonly value: string | null;
  readonly deleted: boolean;
}

/** What an image's other properties tell about it, as bits. */
export const MARK = { blockDevice: 1, driver: 2, nearMissName: 4 } as const;

/** All that a verdict needs of one image's property rows. */
export interface PropertySet {
  readonly stored: Partial<Record<SnapshotProperty, StoredValue>>;
  /** Where known: equal for all sets whose four are there, removed, right and wrong alike. */
  readonly likeness?: number | undefined;
  /** A word that whoever watched the pass over the properties keeps beside them. */
  readonly aside?: number | undefined;
  /** Marks on rows with deleted = 0. */
  liveMarks: number;
  /** Marks on soft-deleted rows, which count only under an image that is itself deleted. */
  removedMarks: number;
}

const FOUR: ReadonlySet<string> = new Set(SNAPSHOT_PROPERTIES);
const BLOCK_DEVICE: ReadonlySet<string> = new Set(BLOCK_DEVICE_PROPERTIES);

/** What images without a row of the four have stored; never added to. */
export const NOTHING_STORED: PropertySet["stored"] = Object.freeze({});

/** Of an image without any row of interest. */
export const NO_PROPERTIES: PropertySet = Object.freeze({
  stored: NOTHING_STORED,
  liveMarks: 0,
  removedMarks: 0,
});

export function emptyPropertySet(): PropertySet {
  return { stored: {}, liveMarks: 0, removedMarks: 0 };
}

export function isSnapshotProperty(name: string): name is SnapshotProperty {
  return FOUR.has(name);
}

/** The mark that a property of this name puts on its image, 0 for none. */
export function markOf(name: string): number {
  if (BLOCK_DEVICE.has(name)) return MARK.blockDevice;
  if (name.startsWith(VMWARE_PREFIX) || name === XENAPI_PROPERTY) return MARK.driver;
  return SNAPSHOT_PROPERTIES.some((right) => isNearMiss(name, right)) ? MARK.nearMissName : 0;
}

/**
 * Adds one row of image_properties. Whether it is live is its `deleted` flag alone: a property that was
 * removed and set again keeps its old deleted_at (glance/db/sqlalchemy/api.py: _image_property_update).
 */
export function addProperty(set: PropertySet, name: string, value: string | null, deleted: boolean): void {
  if (isSnapshotProperty(name)) {
    set.stored[name] = { value, deleted };
  } else if (deleted) {
    set.removedMarks |= markOf(name);
  } else {
    set.liveMarks |= markOf(name);
  }
}
