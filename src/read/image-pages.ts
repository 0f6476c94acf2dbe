import type { ImageFilters } from "../judge/filters.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { imageOf, imageSelection, type ImageDraft } from "./image-columns.ts";
import { imagesInKeyOrder, type KeyRange } from "./image-query.ts";

/** Rows per statement: what is buffered at once decides peak memory, not speed. */
export const IMAGES_PER_PAGE = 500;

/**
 * The images of a key range, page by page in the server's order of ids. The next page is asked for before
 * the present one is handed over, so that server and client work side by side.
 */
export async function* readImagePages(
  handle: GlanceHandle,
  filters: ImageFilters,
  range: KeyRange,
): AsyncGenerator<ImageDraft[]> {
  const readAfter = (after: string) =>
    handle.readArrays(
      imagesInKeyOrder(handle, filters, { ...range, after }, IMAGES_PER_PAGE).select(imageSelection(handle)),
    );
  let pending: Promise<readonly (readonly unknown[])[]> | undefined = readAfter(range.after);
  while (pending !== undefined) {
    const rows: readonly (readonly unknown[])[] = await pending;
    const last = rows.at(-1);
    pending = rows.length === IMAGES_PER_PAGE && last ? readAfter(String(last[0])) : undefined;
    // Its failure is met when it is awaited; until then it must not count as unhandled.
    pending?.catch(() => undefined);
    yield rows.map(imageOf);
  }
}
