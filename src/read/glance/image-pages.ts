import type { Rows } from "../../guard/raw-connection.ts";
import type { ImageFilters } from "../../judge/filters.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { imageOf, imageSelection, type ImageDraft, type ShownColumn } from "./image-columns.ts";
import { imagesInKeyOrder, type KeyRange } from "./image-query.ts";

/** Images that are read by a list of their ids. */
export const IMAGES_PER_PAGE = 500;
/** Rows per statement of a whole audit: fewer would make statements, more would make them long. */
const IMAGES_PER_STATEMENT = 4_000;

/**
 * The images of a key range, page by page in the server's order of ids. The next statement is sent before
 * the last rows of the present one are handed over, so that server and client work side by side.
 */
export async function* readImagePages(
  handle: GlanceHandle,
  filters: ImageFilters,
  range: KeyRange,
  unread?: ReadonlySet<ShownColumn>,
): AsyncGenerator<ImageDraft[]> {
  const readAfter = (after: string) =>
    handle.readPages(
      imagesInKeyOrder(handle, filters, { ...range, after }, IMAGES_PER_STATEMENT).select(
        imageSelection(handle, unread),
      ),
    );
  let ahead: AsyncIterable<Rows> | undefined = readAfter(range.after);
  while (ahead !== undefined) {
    const pages: AsyncIterable<Rows> = ahead;
    ahead = undefined;
    let read = 0;
    for await (const rows of pages) {
      read += rows.length;
      if (read === IMAGES_PER_STATEMENT) ahead = readAfter(String(rows.at(-1)?.[0]));
      yield rows.map(imageOf);
    }
  }
}
