import { tableWithIndex } from "../../guard/fragments.ts";
import { blockDevicesOf } from "../../judge/block-devices.ts";
import type { CountedNeed } from "../../judge/holds.ts";
import type { ImagePropertiesTable, ImagesTable } from "../../schema/glance.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { rangesById } from "../ranges-by-id.ts";

/** Takes what images, members, tags and imports of glance need; ids are as the database has them. */
export interface GlanceNeeds {
  count(need: CountedNeed, imageId: string): void;
  importing(imageId: string): void;
}

/** Properties by which one image names another, and by which an import marks its image. */
const NAMING: Readonly<Record<string, CountedNeed>> = {
  base_image_ref: "base-of",
  kernel_id: "kernel-of",
  ramdisk_id: "kernel-of",
};
const DEVICES = "block_device_mapping";
/** glance/async_/flows/api_image_import.py. */
const IMPORTS = ["os_glance_import_task", "os_glance_importing_to_stores"];

/**
 * Tells which images are named by live images, have members or tags, or are being imported: one pass over each
 * table.
 * @returns whether all tables that could show a need were there to be read
 */
export async function readNeedsInGlance(handle: GlanceHandle, needs: GlanceNeeds): Promise<boolean> {
  await readNamed(handle, needs);
  const hasMembers = handle.shape.has("image_members.status");
  if (hasMembers) await readMembers(handle, needs);
  const hasTags = handle.shape.hasTable("image_tags");
  if (hasTags) await readTags(handle, needs);
  return hasMembers && hasTags;
}

async function readNamed(handle: GlanceHandle, needs: GlanceNeeds): Promise<void> {
  const names = [...Object.keys(NAMING), DEVICES, ...IMPORTS];
  // Left alone the optimizer begins with all live images and looks up the properties of each.
  const [properties, images] = [primaryOf(handle, "image_properties"), primaryOf(handle, "images")];
  const pages = rangesById(handle, "image_properties", (after, upTo) =>
    handle.db
      .selectFrom(tableWithIndex<ImagePropertiesTable, "p">("image_properties", "p", properties))
      .innerJoin(tableWithIndex<ImagesTable, "i">("images", "i", images), "i.id", "p.image_id")
      .select(["i.id", "p.name", "p.value"])
      .where("p.id", ">", after)
      .where("p.id", "<=", upTo)
      .where("p.name", "in", names)
      .where("p.deleted", "=", 0)
      .where("i.deleted", "=", 0),
  );
  for await (const page of pages) {
    for (const [imageId, name, value] of page) {
      if (value === null || value === "") continue;
      if (IMPORTS.includes(String(name))) needs.importing(String(imageId));
      for (const [need, image] of needsOf(String(name), String(value))) {
        // An image is no reason to keep itself.
        if (image.toLowerCase() !== String(imageId).toLowerCase()) needs.count(need, image);
      }
    }
  }
}

function primaryOf(handle: GlanceHandle, table: "images" | "image_properties"): string | undefined {
  return handle.engine === "mysql" ? handle.shape.indexOn(table, ["id"]) : undefined;
}

function needsOf(property: string, value: string): (readonly [CountedNeed, image: string])[] {
  const need = NAMING[property];
  if (need !== undefined) return [[need, value]];
  if (property !== DEVICES) return [];
  return [...new Set(blockDevicesOf(value).images)].map((image) => ["bdm-of", image]);
}

/** Members who refused do not count; those who have not answered yet do, as nova makes them so. */
async function readMembers(handle: GlanceHandle, needs: GlanceNeeds): Promise<void> {
  const pages = rangesById(handle, "image_members", (after, upTo) =>
    handle.db
      .selectFrom("image_members as m")
      .innerJoin("images as i", "i.id", "m.image_id")
      .select("i.id")
      .where("m.id", ">", after)
      .where("m.id", "<=", upTo)
      .where("m.status", "in", ["accepted", "pending"])
      .where("m.deleted", "=", 0),
  );
  for await (const page of pages) for (const [imageId] of page) needs.count("shared", String(imageId));
}

/** Octavia and others choose images by tag; which of them does so no database says. */
async function readTags(handle: GlanceHandle, needs: GlanceNeeds): Promise<void> {
  const pages = rangesById(handle, "image_tags", (after, upTo) =>
    handle.db
      .selectFrom("image_tags as t")
      .innerJoin("images as i", "i.id", "t.image_id")
      .select("i.id")
      .where("t.id", ">", after)
      .where("t.id", "<=", upTo)
      .where("t.deleted", "=", 0),
  );
  for await (const page of pages) for (const [imageId] of page) needs.count("tagged", String(imageId));
}
