import type { GlanceHandle } from "./glance-handle.ts";
import { imageOf, shortImageSelection, type ImageDraft } from "./image-columns.ts";
import { imagesByDeleted } from "./image-query.ts";

const PER_PAGE = 2_000;

/** The images that are deleted, without their properties, page by page in the server's order of ids. */
export async function* readDeletedImages(handle: GlanceHandle): AsyncGenerator<readonly ImageDraft[]> {
  let after = "";
  for (;;) {
    const rows = await handle.readArrays(
      handle.db
        .selectFrom(imagesByDeleted(handle))
        .select(shortImageSelection(handle))
        .where("i.deleted", "=", 1)
        .where("i.id", ">", after)
        .orderBy("i.id")
        .limit(PER_PAGE),
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(imageOf);
    if (rows.length < PER_PAGE) return;
    after = String(last[0]);
  }
}
