import type { ImageFacts } from "../judge/image-facts.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import type { PropertiesOf, StoredImage } from "./image-columns.ts";

/**
 * Joins a page of images with their properties, and asks the two further questions that few images raise:
 * is a private one shared, and has a restored one lost everything.
 */
export async function completeImages(
  handle: GlanceHandle,
  page: readonly StoredImage[],
  propertiesOf: PropertiesOf,
): Promise<ImageFacts[]> {
  const shared = await sharedAmong(
    handle,
    page.filter((image) => image.visibility === null && !image.isPublic),
  );
  const emptied = await emptiedAmong(
    handle,
    page.filter((image) => !image.deleted && image.deletedAt !== null),
  );
  return page.map((image) => ({
    ...image,
    visibility: image.visibility ?? (image.isPublic ? "public" : shared.has(image.id) ? "shared" : "private"),
    properties: propertiesOf(image.id),
    emptied: emptied.has(image.id),
  }));
}

/** Before Ocata an image was shared when it had a member (glance: ocata_migrate01's rule for visibility). */
async function sharedAmong(
  handle: GlanceHandle,
  images: readonly StoredImage[],
): Promise<ReadonlySet<string>> {
  if (images.length === 0 || !handle.shape.hasTable("image_members")) return new Set();
  const query = handle.db
    .selectFrom("image_members as m")
    .innerJoin("images as i", "i.id", "m.image_id")
    .select("i.id")
    .distinct()
    .where("m.deleted", "=", 0)
    .where("m.image_id", "in", idsOf(images));
  return new Set((await handle.readArrays(query)).map((row) => String(row[0])));
}

/** Images all of whose property rows are soft-deleted (`glance-scrubber --restore` leaves them so). */
async function emptiedAmong(
  handle: GlanceHandle,
  images: readonly StoredImage[],
): Promise<ReadonlySet<string>> {
  if (images.length === 0) return new Set();
  const query = handle.db
    .selectFrom("image_properties as p")
    .innerJoin("images as i", "i.id", "p.image_id")
    .select((eb) => ["i.id", eb.fn.min("p.deleted").as("least")])
    .where("p.image_id", "in", idsOf(images))
    .groupBy("i.id");
  const rows = await handle.readArrays(query);
  return new Set(rows.filter((row) => row[1] !== 0).map((row) => String(row[0])));
}

const idsOf = (images: readonly StoredImage[]): string[] => images.map((image) => image.id);
