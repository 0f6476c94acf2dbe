import type { ImageFilters } from "../../judge/filters.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { imageOf, shortImageSelection, type ImageDraft, type ShownColumn } from "./image-columns.ts";
import { imagesInKeyOrder, type KeyRange } from "./image-query.ts";
import { pagesByKey } from "../pages-by-id.ts";

/** Images that are read by a list of their ids. */
export const IMAGES_PER_PAGE = 500;
/** Rows per statement of a whole audit: fewer would make statements, more would make them long. */
const IMAGES_PER_STATEMENT = 500;

/** The images of a key range, page by page in the server's order of ids. */
export async function* readImagePages(
  handle: GlanceHandle,
  filters: ImageFilters,
  range: KeyRange,
  unread?: ReadonlySet<ShownColumn>,
): AsyncGenerator<ImageDraft[]> {
  const pages = pagesByKey(handle, IMAGES_PER_STATEMENT, range.after, (after) =>
    imagesInKeyOrder(handle, filters, { ...range, after: String(after) }, IMAGES_PER_STATEMENT).select(
      shortImageSelection(handle, unread),
    ),
  );
  for await (const rows of pages) yield rows.map(imageOf);
}
