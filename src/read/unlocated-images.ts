import type { GlanceHandle } from "./glance-handle.ts";
import { selectFromImages } from "./image-query.ts";

/**
 * Of the active images from the first to the last id those of which image_locations has no row at all, live or
 * not. The index on image_id answers; of images that have one nothing is sent.
 */
export async function readUnlocatedImages(
  handle: GlanceHandle,
  first: string,
  last: string,
): Promise<ReadonlySet<string>> {
  const query = selectFromImages(handle)
    .select("i.id")
    .where("i.id", ">=", first)
    .where("i.id", "<=", last)
    .where("i.deleted", "=", 0)
    .where("i.status", "=", "active")
    .where((eb) =>
      eb.not(
        eb.exists(
          handle.db
            .selectFrom("image_locations as l")
            .select("l.id")
            .where((inner) => inner("l.image_id", "=", inner.ref("i.id" as "l.image_id"))),
        ),
      ),
    );
  return new Set((await handle.readArrays(query)).map((row) => String(row[0])));
}
