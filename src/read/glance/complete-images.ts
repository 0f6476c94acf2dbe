import type { ImageFacts } from "../../judge/image-facts.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import type { ImageDraft, ShownColumn } from "./image-columns.ts";

/**
 * Asks the two further questions that few images raise: is a private one shared, and has a restored one lost
 * everything.
 */
export async function completeImages(
  handle: GlanceHandle,
  page: readonly ImageDraft[],
  unread?: ReadonlySet<ShownColumn>,
): Promise<readonly ImageFacts[]> {
  const undecided: ImageDraft[] = [];
  const restored: ImageDraft[] = [];
  const isUnread = unread?.has("visibility") === true;
  for (const image of page) {
    if (isUnread) image.visibility = "";
    else if (image.visibility === null) undecided.push(image);
    if (image.deletedAt !== null && !image.deleted) restored.push(image);
  }
  if (undecided.length > 0) await decideVisibility(handle, undecided);
  if (restored.length > 0) {
    const emptied = await emptiedAmong(handle, restored);
    for (const image of restored) image.emptied = emptied.has(image.id);
  }
  return page as readonly ImageFacts[];
}

async function decideVisibility(handle: GlanceHandle, images: readonly ImageDraft[]): Promise<void> {
  const shared = await sharedAmong(
    handle,
    images.filter((image) => !image.isPublic),
  );
  for (const image of images) {
    image.visibility = image.isPublic ? "public" : shared.has(image.id) ? "shared" : "private";
  }
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
