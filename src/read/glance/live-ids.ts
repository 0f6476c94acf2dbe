import { imageKeyOf } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { imagesByDeleted } from "./image-query.ts";

/**
 * Which of these images are live: of MySQL's indexes the one on deleted has nothing else to read.
 * @param ids at most some hundreds
 */
export async function readLiveAmong(
  handle: GlanceHandle,
  ids: readonly string[],
): Promise<(imageId: string) => boolean> {
  if (ids.length === 0) return () => false;
  const keyOf = imageKeyOf(handle);
  const rows = await handle.readArrays(
    handle.db
      .selectFrom(imagesByDeleted(handle))
      .select("i.id")
      .where("i.deleted", "=", 0)
      .where("i.id", "in", [...ids]),
  );
  const live = new Set(rows.map(([id]) => keyOf(String(id))));
  return (imageId) => live.has(keyOf(imageId));
}
