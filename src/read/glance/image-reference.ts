import { MARK, type PropertySet } from "../../judge/property-set.ts";
import { isUuid } from "../../schema/uuid.ts";

/** Where an image leads: to the instance that it names, or by its block devices to a volume. */
export interface ImageReference {
  readonly imageId: string;
  /** Lower case; undefined unless the counted instance_uuid is a UUID. */
  readonly instance: string | undefined;
  /** A volume-backed snapshot: what it names is an older image's server, if anything. */
  readonly volumeBacked: boolean;
}

/** @param removed whether soft-deleted rows count too, as they do under an image that is itself deleted */
export function referenceOf(imageId: string, set: PropertySet, removed: boolean): ImageReference | undefined {
  const stored = set.stored.instance_uuid;
  const value = stored !== undefined && (removed || !stored.deleted) ? stored.value : null;
  const instance = isUuid(value) ? value.toLowerCase() : undefined;
  const marks = removed ? set.liveMarks | set.removedMarks : set.liveMarks;
  const volumeBacked = (marks & MARK.blockDevice) !== 0;
  return instance === undefined && !volumeBacked ? undefined : { imageId, instance, volumeBacked };
}
