import {
  SNAPSHOT_PROPERTIES,
  VMWARE_PREFIX,
  XENAPI_PROPERTY,
  type SnapshotProperty,
} from "../schema/snapshot-properties.ts";
import type { Classification } from "./classify.ts";
import type { Kind } from "./kind.ts";

/** How one of the four stands: a soft-deleted row is `removed`, no row at all `absent`. */
export type Standing = "right" | "wrong" | "removed" | "absent";

/** Who writes one of the four into an image of that kind, as far as upstream's sources say. */
export const WRITERS = [
  "nova-api",
  "backup",
  "system-metadata",
  "driver",
  "driver-never",
  "volume-never",
  "older-image",
] as const;

export type Writer = (typeof WRITERS)[number];

/** One of the four, with what is to be said of it. */
export interface JudgedProperty {
  readonly name: SnapshotProperty;
  /** Of a removed one, what its row still holds; null where it holds NULL, and where there is none. */
  readonly value: string | null;
  readonly standing: Standing;
  readonly writer: Writer;
}

/** What of an image decides who writes its properties. */
export interface WrittenImage {
  readonly classification: Classification;
  readonly kind: Kind;
  readonly diskFormat: string | null;
  /** The names of its live properties. */
  readonly names: readonly string[];
}

/** The four in the order of reports; `removed` gives the values of soft-deleted rows. */
export function judgeProperties(
  image: WrittenImage,
  removed: (name: SnapshotProperty) => string | null,
): readonly JudgedProperty[] {
  return SNAPSHOT_PROPERTIES.map((name) => {
    const standing = standingOf(name, image.classification);
    const counted = image.classification.counted[name]?.value ?? null;
    const value = standing === "removed" ? removed(name) : counted;
    return { name, value, standing, writer: writerOf(name, image) };
  });
}

function standingOf(name: SnapshotProperty, { removed, absent, wrong }: Classification): Standing {
  if (removed.includes(name)) return "removed";
  if (absent.includes(name)) return "absent";
  return wrong.includes(name) ? "wrong" : "right";
}

function writerOf(name: SnapshotProperty, image: WrittenImage): Writer {
  if (name === "base_image_ref") return "system-metadata";
  if (image.kind === "volume-snapshot") {
    return image.classification.counted[name] === undefined ? "volume-never" : "older-image";
  }
  if (name === "image_type" && image.kind === "backup") return "backup";
  if (name === "image_location") return isOtherDriver(image) ? "driver-never" : "driver";
  return "nova-api";
}

/** nova/virt/vmwareapi/images.py, and the former drivers of Hyper-V and XenAPI, never write image_location. */
function isOtherDriver({ diskFormat, names }: WrittenImage): boolean {
  return (
    diskFormat === "vhd" || names.some((name) => name.startsWith(VMWARE_PREFIX) || name === XENAPI_PROPERTY)
  );
}
