import type { Rows } from "../../guard/raw-connection.ts";
import type { ImageFilters } from "../../judge/filters.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { shortImageSelection, type ShownColumn } from "./image-columns.ts";
import { imagesInKeyOrder, type KeyRange } from "./image-query.ts";
import { pagesByKey } from "../pages-by-id.ts";

/** Images that are read by a list of their ids. */
export const IMAGES_PER_PAGE = 500;
/** Rows per statement of a whole audit: fewer would make statements, more would make them long. */
const IMAGES_PER_STATEMENT = 1_000;
/** The same where more is asked about each page: what is on its way meanwhile should be garbage while it is young. */
export const FEWER_PER_STATEMENT = 500;
/** And where few of them are of interest. */
export const MORE_PER_STATEMENT = 2_000;

/** Rows that `imageOf` reads. */
export type ImageRows = AsyncGenerator<Rows>;

/** The images of a key range, page by page in the server's order of ids. */
export function readImageRows(
  handle: GlanceHandle,
  filters: ImageFilters,
  range: KeyRange,
  unread?: ReadonlySet<ShownColumn>,
  perStatement = IMAGES_PER_STATEMENT,
): ImageRows {
  return pagesByKey(handle, perStatement, range.after, (after) =>
    imagesInKeyOrder(handle, filters, { ...range, after: String(after) }, perStatement).select(
      shortImageSelection(handle, unread),
    ),
  );
}
