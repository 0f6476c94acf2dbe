import { pagesByKey } from "../pages-by-id.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { imagesByDeleted } from "./image-query.ts";

/** Ids alone are small: fewer would make statements, more would make them long. */
const PER_STATEMENT = 10_000;

/**
 * The ids of all live images, page by page in their order: of MySQL's indexes the one on deleted has nothing else to
 * read.
 */
export async function* readLiveIds(handle: GlanceHandle): AsyncGenerator<readonly string[]> {
  const pages = pagesByKey(handle, PER_STATEMENT, "", (after) =>
    handle.db
      .selectFrom(imagesByDeleted(handle))
      .select("i.id")
      .where("i.deleted", "=", 0)
      .where("i.id", ">", String(after))
      .orderBy("i.id")
      .limit(PER_STATEMENT),
  );
  for await (const rows of pages) yield rows.map(([id]) => String(id));
}
