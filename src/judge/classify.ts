import { SNAPSHOT_PROPERTIES, SNAPSHOT_VALUE, type SnapshotProperty } from "../schema/snapshot-properties.ts";
import { isUuid } from "../schema/uuid.ts";
import { NOTHING_STORED, type PropertySet, type StoredValue } from "./property-set.ts";

export const CLASSES = ["full", "partial", "missing"] as const;
export type Class = (typeof CLASSES)[number];

/** The mechanical reading of the four properties: it never guesses. */
export interface Classification {
  readonly class: Class;
  /** The rows that count, by name. */
  readonly counted: Readonly<Partial<Record<SnapshotProperty, StoredValue>>>;
  /** Not counted. */
  readonly absent: readonly SnapshotProperty[];
  /** Counted, but not what nova writes; NULL and '' are wrong, not absent. */
  readonly wrong: readonly SnapshotProperty[];
  /** There only as a soft-deleted row; in `absent` too. */
  readonly removed: readonly SnapshotProperty[];
}

const NONE: readonly SnapshotProperty[] = [];
const ALL_RIGHT = { absent: NONE, wrong: NONE, removed: NONE } as const;
/** Most images have no row of the four: they share one answer. */
const NO_ROWS: Classification = {
  class: "missing",
  counted: {},
  absent: SNAPSHOT_PROPERTIES,
  wrong: NONE,
  removed: NONE,
};

/** Whether a counted value is byte for byte what a snapshot has. */
export function isRight(property: SnapshotProperty, value: string | null): boolean {
  switch (property) {
    case "image_type":
    case "image_location":
      return value === SNAPSHOT_VALUE;
    case "instance_uuid":
    case "base_image_ref":
      return isUuid(value);
  }
}

/**
 * Reads one image's four properties. Under a live image a row counts when its own flag says so; under a
 * deleted image soft-deleted rows count too, because the image's deletion took them along
 * (glance/db/sqlalchemy/api.py: image_destroy).
 */
export function classify(properties: PropertySet, imageDeleted: boolean): Classification {
  if (properties.stored === NOTHING_STORED) return NO_ROWS;
  const counted: Partial<Record<SnapshotProperty, StoredValue>> = {};
  const absent: SnapshotProperty[] = [];
  const wrong: SnapshotProperty[] = [];
  const removed: SnapshotProperty[] = [];
  for (const property of SNAPSHOT_PROPERTIES) {
    const stored = properties.stored[property];
    if (stored !== undefined && (imageDeleted || !stored.deleted)) {
      counted[property] = stored;
      if (!isRight(property, stored.value)) wrong.push(property);
    } else {
      absent.push(property);
      if (stored !== undefined) removed.push(property);
    }
  }
  if (absent.length === 0 && wrong.length === 0) return { class: "full", counted, ...ALL_RIGHT };
  return {
    class: absent.length === SNAPSHOT_PROPERTIES.length ? "missing" : "partial",
    counted,
    absent,
    wrong,
    removed,
  };
}
