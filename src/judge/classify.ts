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

/** Every list of the four, by the bits of what is in it: millions of images share them. Not to be changed. */
const LISTS: readonly (readonly SnapshotProperty[])[] = Array.from({ length: 16 }, (_, bits) =>
  SNAPSHOT_PROPERTIES.filter((_name, at) => (bits & (1 << at)) !== 0),
);
const ALL = LISTS.length - 1;
const listOf = (bits: number): readonly SnapshotProperty[] => LISTS[bits] ?? SNAPSHOT_PROPERTIES;

/** Most images have no row of the four: they share one answer. */
const NO_ROWS: Classification = {
  class: "missing",
  counted: {},
  absent: listOf(ALL),
  wrong: listOf(0),
  removed: listOf(0),
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

/** What is said of all images whose rows of the four are alike. */
type Standing = Omit<Classification, "counted">;

/** By likeness, under a live image and under a deleted one. */
const KNOWN: readonly [live: Map<number, Standing>, deleted: Map<number, Standing>] = [new Map(), new Map()];

/**
 * Reads one image's four properties. Under a live image a row counts when its own flag says so; under a
 * deleted image soft-deleted rows count too, because the image's deletion took them along
 * (glance/db/sqlalchemy/api.py: image_destroy).
 */
export function classify({ stored, likeness }: PropertySet, imageDeleted: boolean): Classification {
  if (stored === NOTHING_STORED) return NO_ROWS;
  const known = KNOWN[imageDeleted ? 1 : 0];
  let standing = likeness === undefined ? undefined : known.get(likeness);
  if (standing === undefined) {
    standing = standingOf(stored, imageDeleted);
    if (likeness !== undefined) known.set(likeness, standing);
  }
  const { class: named, absent, wrong, removed } = standing;
  const counted = removed.length === 0 ? stored : without(stored, removed);
  return { class: named, counted, absent, wrong, removed };
}

function standingOf(stored: PropertySet["stored"], imageDeleted: boolean): Standing {
  let absent = 0;
  let wrong = 0;
  let removed = 0;
  for (let at = 0, bit = 1; bit < ALL; at += 1, bit <<= 1) {
    const property = SNAPSHOT_PROPERTIES[at] as SnapshotProperty;
    const found = stored[property];
    if (found === undefined) absent |= bit;
    else if (found.deleted && !imageDeleted) removed |= bit;
    else if (!isRight(property, found.value)) wrong |= bit;
  }
  absent |= removed;
  return {
    class: absent === ALL ? "missing" : absent === 0 && wrong === 0 ? "full" : "partial",
    absent: listOf(absent),
    wrong: listOf(wrong),
    removed: listOf(removed),
  };
}

function without(
  stored: PropertySet["stored"],
  removed: readonly SnapshotProperty[],
): Classification["counted"] {
  const counted = { ...stored };
  for (const property of removed) delete counted[property];
  return counted;
}
