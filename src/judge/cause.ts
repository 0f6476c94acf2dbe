import { BACKUP_VALUE, SNAPSHOT_VALUE, type SnapshotProperty } from "../schema/snapshot-properties.ts";
import type { Classification } from "./classify.ts";
import type { ImageFacts, NovaFacts } from "./image-facts.ts";
import type { Kind } from "./kind.ts";
import { isNearMiss } from "./near-miss.ts";
import { hasRow } from "./instance-state.ts";
import { MARK, type StoredValue } from "./property-set.ts";
import { DAY_MS, HOUR_MS, utcMs } from "./times.ts";

export const CAUSES = [
  "half-deleted",
  "restored",
  "volume-backed",
  "inherited",
  "no-data",
  "backup",
  "removed",
  "near-miss",
  "in-flight",
  "retagged",
  "driver",
  "rebuilt",
  "copied",
  "user-set",
  "unexplained",
] as const;

/** Why an image looks as it does. */
export type Cause = (typeof CAUSES)[number];

/** A cause, and whether nobody needs to act on it. */
export interface Explanation {
  readonly cause: Cause;
  readonly expected: boolean;
}

/** What the causes are decided from. */
export interface CauseInput {
  readonly image: ImageFacts;
  readonly classification: Classification;
  readonly kind: Kind;
  readonly marks: number;
  readonly nova: NovaFacts | undefined;
  readonly nowMs: number;
}

const UNFINISHED: ReadonlySet<string> = new Set(["queued", "saving", "importing", "uploading"]);
const HALF_DELETED: ReadonlySet<string> = new Set(["deleted", "pending_delete"]);

const expected = (cause: Cause): Explanation => ({ cause, expected: true });
const unexpected = (cause: Cause): Explanation => ({ cause, expected: false });

/** Names the cause, or null for an image that needs no explanation. The first that fits wins. */
export function explain(input: CauseInput): Explanation | null {
  const { image, classification } = input;
  if (!image.deleted && HALF_DELETED.has(image.status)) return unexpected("half-deleted");
  if (!image.deleted && image.deletedAt !== null && image.emptied) return unexpected("restored");
  switch (classification.class) {
    case "full":
      return explainFull(input);
    case "partial":
      return explainVolume(input) ?? explainEdited(input) ?? explainPartial(input);
    case "missing":
      return explainVolume(input) ?? explainEdited(input);
  }
}

function explainFull(input: CauseInput): Explanation | null {
  if (input.kind === "volume-snapshot") return expected("inherited");
  if (UNFINISHED.has(input.image.status)) return { cause: "no-data", expected: isYoung(input) };
  return isCopied(input) ? unexpected("copied") : null;
}

/** nova/compute/api.py: snapshot_volume_backed writes none of these three; any that is there is older. */
function explainVolume({ kind, classification: { counted } }: CauseInput): Explanation | null {
  if (kind !== "volume-snapshot") return null;
  const inherits = counted.image_type ?? counted.instance_uuid ?? counted.image_location;
  return expected(inherits === undefined ? "volume-backed" : "inherited");
}

/** Somebody removed or mistyped one of the four. A whole backup comes first: nothing of it is amiss. */
function explainEdited({ classification, kind, marks, image }: CauseInput): Explanation | null {
  const { counted, removed } = classification;
  if (kind === "backup" && othersRight(classification, null)) return expected("backup");
  if (removed.length > 0 && !image.deleted) return unexpected("removed");
  const nearValue = isNearSnapshot(counted.image_type) || isNearSnapshot(counted.image_location);
  return nearValue || (marks & MARK.nearMissName) !== 0 ? unexpected("near-miss") : null;
}

function isNearSnapshot(stored: StoredValue | undefined): boolean {
  return typeof stored?.value === "string" && isNearMiss(stored.value, SNAPSHOT_VALUE);
}

function explainPartial(input: CauseInput): Explanation {
  const { image, classification, marks } = input;
  const { counted } = classification;
  if (counted.image_location === undefined && UNFINISHED.has(image.status)) {
    return { cause: "in-flight", expected: isSnapshotting(input) };
  }
  const imageType = counted.image_type?.value;
  if (imageType && imageType !== SNAPSHOT_VALUE && imageType !== BACKUP_VALUE) return unexpected("retagged");
  // VMware, XenAPI and Hyper-V never write image_location (nova/virt/vmwareapi/images.py, nova/virt/hyperv).
  const driver = (marks & MARK.driver) !== 0 || image.diskFormat === "vhd";
  if (driver && othersRight(classification, "image_location")) return expected("driver");
  // Rebuilds lost it until LP#1893618 (nova 22.0.0, 21.2.1).
  if (othersRight(classification, "base_image_ref")) return expected("rebuilt");
  if (isCopied(input)) return unexpected("copied");
  return unexpected(counted.image_type === undefined ? "user-set" : "unexplained");
}

/** Whether only `lacking` is absent and the others are right, a backup's image_type included. */
function othersRight({ counted, absent, wrong }: Classification, lacking: SnapshotProperty | null): boolean {
  const backup =
    wrong.length === 1 && wrong[0] === "image_type" && counted.image_type?.value === BACKUP_VALUE;
  const lacks = lacking === null ? absent.length === 0 : absent.length === 1 && absent[0] === lacking;
  return lacks && (wrong.length === 0 || backup);
}

function isYoung({ image, nowMs }: CauseInput): boolean {
  return nowMs - utcMs(image.createdAt) < DAY_MS;
}

/** What nova says outweighs the image's age: a restarted compute leaves the image, but not the task state. */
function isSnapshotting(input: CauseInput): boolean {
  const instance = input.nova?.instance;
  return instance === undefined || !hasRow(instance.state) ? isYoung(input) : instance.snapshotting;
}

/** An image that is younger than its server's end was not made by nova from that server. */
function isCopied({ image, nova }: CauseInput): boolean {
  const goneMs = nova?.instance?.deletedAtMs ?? null;
  return goneMs !== null && utcMs(image.createdAt) - goneMs > HOUR_MS;
}
