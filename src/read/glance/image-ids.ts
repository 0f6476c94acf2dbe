import { pagesByKey } from "../pages-by-id.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { imagesByDeleted } from "./image-query.ts";

/** Ids alone are small: fewer would make statements, more would make them long. */
const PER_STATEMENT = 10_000;

/**
 * The ids of all live or of all deleted images, page by page in their order: of MySQL's indexes the one on deleted
 * has nothing else to read.
 */
export async function* readImageIds(
  handle: GlanceHandle,
  which: "live" | "deleted",
): AsyncGenerator<readonly string[]> {
  const pages = pagesByKey(handle, PER_STATEMENT, "", (after) =>
    handle.db
      .selectFrom(imagesByDeleted(handle))
      .select("i.id")
      .where("i.deleted", "=", which === "live" ? 0 : 1)
      .where("i.id", ">", String(after))
      .orderBy("i.id")
      .limit(PER_STATEMENT),
  );
  for await (const rows of pages) yield rows.map(([id]) => String(id));
}
