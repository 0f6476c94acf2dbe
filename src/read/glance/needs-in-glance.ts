import { tableWithIndex } from "../../guard/fragments.ts";
import type { ImagePropertiesTable, ImagesTable } from "../../schema/glance.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { imagesByDeleted } from "./image-query.ts";
import { NEEDS_PROPERTIES, noteNeedsOf, type GlanceNeeds } from "./naming-properties.ts";
import type { NeedsNotes } from "./needs-notes.ts";
import type { PropertyIndex } from "../packed/property-index.ts";
import { rangesById } from "../ranges-by-id.ts";
import { indexHint } from "../index-hint.ts";

/** The notes of a pass over all properties. */
export interface ScannedNeeds {
  readonly notes: NeedsNotes;
  readonly index: PropertyIndex;
}

/**
 * Tells which images are named by live images, have members or tags, or are being imported: one pass over each
 * table.
 * @param scanned what the pass over the properties has shown already; where there was none, they are passed here
 * @returns whether all tables that could show a need were there to be read
 */
export async function readNeedsInGlance(
  handle: GlanceHandle,
  needs: GlanceNeeds,
  scanned?: ScannedNeeds,
): Promise<boolean> {
  if (scanned === undefined) {
    await readNamed(handle, needs);
  } else {
    await scanned.notes.tell(scanned.index, needs);
    scanned.notes.forget();
  }
  const hasMembers = handle.shape.has("image_members.status");
  if (hasMembers) await readMembers(handle, needs);
  const hasTags = handle.shape.hasTable("image_tags");
  if (hasTags) await readTags(handle, needs);
  return hasMembers && hasTags;
}

async function readNamed(handle: GlanceHandle, needs: GlanceNeeds): Promise<void> {
  // Left alone the optimizer begins with all live images and looks up the properties of each.
  const properties = indexHint(handle, "image_properties", ["id"]);
  const images = indexHint(handle, "images", ["id"]);
  const pages = rangesById(handle, "image_properties", (after, upTo) =>
    handle.db
      .selectFrom(tableWithIndex<ImagePropertiesTable, "p">("image_properties", "p", properties))
      .innerJoin(tableWithIndex<ImagesTable, "i">("images", "i", images), "i.id", "p.image_id")
      .select(["i.id", "p.name", "p.value"])
      .where("p.id", ">", after)
      .where("p.id", "<=", upTo)
      .where("p.name", "in", NEEDS_PROPERTIES)
      .where("p.deleted", "=", 0)
      .where("i.deleted", "=", 0),
  );
  for await (const page of pages) {
    for (const [imageId, name, value] of page) {
      noteNeedsOf(String(imageId), String(name), value as string | null, needs);
    }
  }
}

/** Members who refused do not count; those who have not answered yet do, as nova makes them so. */
async function readMembers(handle: GlanceHandle, needs: GlanceNeeds): Promise<void> {
  const pages = rangesById(handle, "image_members", (after, upTo) =>
    handle.db
      .selectFrom("image_members as m")
      .innerJoin(imagesByDeleted(handle), "i.id", "m.image_id")
      .select("i.id")
      .where("m.id", ">", after)
      .where("m.id", "<=", upTo)
      .where("m.status", "in", ["accepted", "pending"])
      .where("m.deleted", "=", 0)
      .where("i.deleted", "=", 0),
  );
  for await (const page of pages) for (const [imageId] of page) needs.count("shared", String(imageId));
}

/** Octavia and others choose images by tag; which of them does so no database says. */
async function readTags(handle: GlanceHandle, needs: GlanceNeeds): Promise<void> {
  const pages = rangesById(handle, "image_tags", (after, upTo) =>
    handle.db
      .selectFrom("image_tags as t")
      .innerJoin(imagesByDeleted(handle), "i.id", "t.image_id")
      .select("i.id")
      .where("t.id", ">", after)
      .where("t.id", "<=", upTo)
      .where("t.deleted", "=", 0)
      .where("i.deleted", "=", 0),
  );
  for await (const page of pages) for (const [imageId] of page) needs.count("tagged", String(imageId));
}
