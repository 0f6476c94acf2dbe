import { imageKeyOf } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";

/** The projects that images from the first to the last id are shared with, by live rows. */
export async function readMembers(
  handle: GlanceHandle,
  first: string,
  last: string,
): Promise<(imageId: string) => readonly string[]> {
  const keyOf = imageKeyOf(handle);
  const query = handle.db
    .selectFrom("image_members as m")
    .select(["m.image_id", "m.member"])
    .where("m.image_id", ">=", first)
    .where("m.image_id", "<=", last)
    .where("m.deleted", "=", 0);
  const rows = await handle.readArrays(query);
  const byImage = Map.groupBy(rows, (row) => keyOf(String(row[0])));
  return (imageId) => (byImage.get(keyOf(imageId)) ?? []).map((row) => String(row[1]));
}
