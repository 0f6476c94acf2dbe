import { imageKeyOf, selectFromChildren } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";

/** How many rows of image_locations, live or not, an image has. */
export type LocationCountOf = (imageId: string) => number;

/** Counts the locations of the images from the first to the last id: the index on image_id alone is read. */
export async function readLocationCounts(
  handle: GlanceHandle,
  first: string,
  last: string,
): Promise<LocationCountOf> {
  const keyOf = imageKeyOf(handle);
  const query = selectFromChildren(handle, "location", "image_id")
    .select("t.image_id")
    .where("t.image_id", ">=", first)
    .where("t.image_id", "<=", last);
  const counts = new Map<string, number>();
  for (const [imageId] of await handle.readArrays(query)) {
    const key = keyOf(String(imageId));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return (imageId) => counts.get(keyOf(imageId)) ?? 0;
}
