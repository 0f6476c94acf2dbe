import { indexMissing } from "./database/index-missing.ts";
import { rowWithoutParent } from "./database/row-without-parent.ts";
import { schemaHalfUpgraded } from "./database/schema-half-upgraded.ts";
import { memberProjectGone } from "./owners/member-project-gone.ts";
import { ownerMismatch } from "./owners/owner-mismatch.ts";
import { ownerProjectDisabled } from "./owners/owner-project-disabled.ts";
import { ownerProjectGone } from "./owners/owner-project-gone.ts";
import { baseImageGone } from "./properties/base-image-gone.ts";
import { blockDeviceMappingInvalid } from "./properties/block-device-mapping-invalid.ts";
import { instanceUuidEmpty } from "./properties/instance-uuid-empty.ts";
import { instanceUuidInherited } from "./properties/instance-uuid-inherited.ts";
import { propertyNearMiss } from "./properties/property-near-miss.ts";
import { uuidNotCanonical } from "./properties/uuid-not-canonical.ts";
import { deletedWithoutDate } from "./purge/deleted-without-date.ts";
import { imageDoomedByPurge } from "./purge/image-doomed-by-purge.ts";
import { liveRowUnderDeletedImage } from "./purge/live-row-under-deleted-image.ts";
import { memberDoomedByPurge } from "./purge/member-doomed-by-purge.ts";
import { pendingDeleteLeftOver } from "./purge/pending-delete-left-over.ts";
import { propertyDoomedByPurge } from "./purge/property-doomed-by-purge.ts";
import type { Rule, RuleOn, Sight } from "./rule.ts";
import { backupBeyondRotation } from "./servers/backup-beyond-rotation.ts";
import { liveServerWithoutImage } from "./servers/live-server-without-image.ts";
import { resizeLeftOver } from "./servers/resize-left-over.ts";
import { shelveLeftOver } from "./servers/shelve-left-over.ts";
import { shelvedServerWithoutImage } from "./servers/shelved-server-without-image.ts";
import { snapshotYoungerThanItsInstancesDeath } from "./servers/snapshot-younger-than-its-instances-death.ts";
import { activeWithoutLocation } from "./state/active-without-location.ts";
import { duplicateLocation } from "./state/duplicate-location.ts";
import { imageHalfDeleted } from "./state/image-half-deleted.ts";
import { imageKilled } from "./state/image-killed.ts";
import { imageRestoredEmpty } from "./state/image-restored-empty.ts";
import { stuckUpload } from "./state/stuck-upload.ts";
import { suppressionExpired } from "./suppressions/suppression-expired.ts";
import { cinderSnapshotLeftOver } from "./volumes/cinder-snapshot-left-over.ts";
import { volumeSnapshotBroken } from "./volumes/volume-snapshot-broken.ts";

/** Every rule, in the order in which the catalogue lists them. */
export const RULES: readonly Rule[] = [
  shelvedServerWithoutImage,
  liveServerWithoutImage,
  imageDoomedByPurge,
  propertyDoomedByPurge,
  memberDoomedByPurge,
  imageRestoredEmpty,
  imageHalfDeleted,
  activeWithoutLocation,
  duplicateLocation,
  volumeSnapshotBroken,
  blockDeviceMappingInvalid,
  stuckUpload,
  imageKilled,
  pendingDeleteLeftOver,
  liveRowUnderDeletedImage,
  rowWithoutParent,
  deletedWithoutDate,
  propertyNearMiss,
  instanceUuidEmpty,
  uuidNotCanonical,
  instanceUuidInherited,
  snapshotYoungerThanItsInstancesDeath,
  baseImageGone,
  ownerMismatch,
  ownerProjectGone,
  ownerProjectDisabled,
  memberProjectGone,
  backupBeyondRotation,
  shelveLeftOver,
  resizeLeftOver,
  cinderSnapshotLeftOver,
  schemaHalfUpgraded,
  indexMissing,
  suppressionExpired,
];

/** Of these rules, those that look at things of one kind. */
export function rulesOn<S extends Sight>(sight: S, rules: readonly Rule[]): readonly RuleOn<S>[] {
  return rules.filter((rule): rule is Extract<Rule, { looksAt: S }> => rule.looksAt === sight) as never;
}
