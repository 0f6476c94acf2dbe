import type { ImageFilters } from "../../judge/filters.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { imageOf, shortImageSelection, type ImageDraft, type ShownColumn } from "./image-columns.ts";
import { imagesInKeyOrder, type KeyRange } from "./image-query.ts";
import { pagesByKey } from "../pages-by-id.ts";

/** Images that are read by a list of their ids. */
export const IMAGES_PER_PAGE = 500;
/** Rows per statement of a whole audit: fewer would make statements, more would make them long. */
const IMAGES_PER_STATEMENT = 1_000;
/** The same where more is asked about each page: what is on its way meanwhile should be garbage while it is young. */
export const FEWER_PER_STATEMENT = 500;

/** The images of a key range, page by page in the server's order of ids. */
export async function* readImagePages(
  handle: GlanceHandle,
  filters: ImageFilters,
  range: KeyRange,
  unread?: ReadonlySet<ShownColumn>,
  perStatement = IMAGES_PER_STATEMENT,
): AsyncGenerator<ImageDraft[]> {
  const pages = pagesByKey(handle, perStatement, range.after, (after) =>
    imagesInKeyOrder(handle, filters, { ...range, after: String(after) }, perStatement).select(
      shortImageSelection(handle, unread),
    ),
  );
  for await (const rows of pages) yield rows.map(imageOf);
}
