import { blockDevicesOf } from "../../judge/block-devices.ts";
import type { CountedNeed } from "../../judge/holds.ts";

/** By which a snapshot names the image that its server was made from. */
export const BASE = "base_image_ref";
export const BLOCK_DEVICES = "block_device_mapping";

/** Properties by which one image names another. */
export const NAMING = {
  [BASE]: "base-of",
  kernel_id: "kernel-of",
  ramdisk_id: "kernel-of",
} as const satisfies Record<string, CountedNeed>;
/** glance/async_/flows/api_image_import.py. */
const IMPORTS: readonly string[] = ["os_glance_import_task", "os_glance_importing_to_stores"];

/** Properties that can show a need. */
export const NEEDS_PROPERTIES: readonly string[] = [...Object.keys(NAMING), BLOCK_DEVICES, ...IMPORTS];
/** Those of them that no verdict asks for. */
export const OTHER_NEEDS_PROPERTIES: readonly string[] = ["kernel_id", "ramdisk_id", ...IMPORTS];

/** Takes what images, members, tags and imports of glance need; ids are as the database has them. */
export interface GlanceNeeds {
  /** Whether anybody will ask for the needs of this image. */
  concerns(imageId: string): boolean;
  count(need: CountedNeed, imageId: string): void;
  importing(imageId: string): void;
}

/** What a live property of a live image tells of needs. An image is no reason to keep itself. */
export function noteNeedsOf(
  imageId: string,
  name: string,
  value: string | null,
  needs: Pick<GlanceNeeds, "count" | "importing">,
): void {
  if (value === null || value === "") return;
  if (IMPORTS.includes(name)) needs.importing(imageId);
  const self = imageId.toLowerCase();
  const need = (NAMING as Readonly<Record<string, CountedNeed>>)[name];
  if (need !== undefined && value.toLowerCase() !== self) needs.count(need, value);
  if (name !== BLOCK_DEVICES) return;
  for (const image of new Set(blockDevicesOf(value).images)) if (image !== self) needs.count("bdm-of", image);
}
