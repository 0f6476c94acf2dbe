import { BACKUP_VALUE, SNAPSHOT_VALUE } from "../schema/snapshot-properties.ts";
import type { Classification } from "./classify.ts";
import { MARK, type PropertySet } from "./property-set.ts";

export const KINDS = ["volume-snapshot", "backup", "shelved", "snapshot", "derived", "image"] as const;

/** What an image is, as far as its properties and nova say. */
export type Kind = (typeof KINDS)[number];

/** The marks that count: those of soft-deleted rows only under an image that is itself deleted. */
export function countedMarks(properties: PropertySet, imageDeleted: boolean): number {
  return imageDeleted ? properties.liveMarks | properties.removedMarks : properties.liveMarks;
}

/**
 * Names the kind; the first that fits wins. A volume-backed snapshot comes first because whatever else it
 * carries was inherited from an older image through cinder (nova/compute/api.py: snapshot_volume_backed).
 */
export function kindOf(classification: Classification, marks: number, shelved: boolean): Kind {
  if ((marks & MARK.blockDevice) !== 0) return "volume-snapshot";
  const imageType = classification.counted.image_type?.value;
  if (imageType === BACKUP_VALUE) return "backup";
  if (shelved) return "shelved";
  if (imageType === SNAPSHOT_VALUE) return "snapshot";
  return classification.class === "missing" ? "image" : "derived";
}
