import type { ImageFacts } from "../judge/image-facts.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import type { PropertiesOf, ImageDraft } from "./image-columns.ts";

/**
 * Joins a page of images with their properties, and asks the two further questions that few images raise:
 * is a private one shared, and has a restored one lost everything.
 */
export async function completeImages(
  handle: GlanceHandle,
  page: readonly ImageDraft[],
  propertiesOf: PropertiesOf,
): Promise<readonly ImageFacts[]> {
  const undecided = page.filter((image) => image.visibility === null);
  const restored = page.filter((image) => !image.deleted && image.deletedAt !== null);
  const shared = await sharedAmong(
    handle,
    undecided.filter((image) => !image.isPublic),
  );
  const emptied = await emptiedAmong(handle, restored);
  for (const image of page) image.properties = propertiesOf(image.id);
  for (const image of restored) image.emptied = emptied.has(image.id);
  for (const image of undecided) {
    image.visibility = image.isPublic ? "public" : shared.has(image.id) ? "shared" : "private";
  }
  return page as readonly ImageFacts[];
}

/** Before Ocata an image was shared when it had a member (glance: ocata_migrate01's rule for visibility). */
async function sharedAmong(
  handle: GlanceHandle,
  images: readonly ImageDraft[],
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
  images: readonly ImageDraft[],
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

const idsOf = (images: readonly ImageDraft[]): string[] => images.map((image) => image.id);
