import type { ImageFilters } from "../judge/filters.ts";
import type { ImageFacts } from "../judge/image-facts.ts";
import { caselessId } from "./caseless-id.ts";
import { completeImages } from "./complete-images.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { IMAGES_PER_PAGE, readImagePages } from "./image-pages.ts";
import { countImages, narrows, selectFromImages } from "./image-query.ts";
import { readByIds, readImagesWithProperties } from "./images-with-properties.ts";
import { scanProperties, type PropertyWatch, type ScanProgress } from "./property-scan.ts";

/** Records of a property scan held at once, about 50 bytes each. */
const CAPACITY = 600_000;
/** A scan reads every property; key order reads those of the wanted images, each several times as slowly. */
const KEY_ORDER_SHARE = 0.2;

/** How images are read. */
export interface ReadImagesOptions {
  readonly filters: ImageFilters;
  readonly consistency: "snapshot" | "chunked";
  readonly progress: ScanProgress;
  /** Records of a property scan held at once; a test makes it small. */
  readonly capacity?: number;
  /** Shares the pass over the properties, where there is one: see `readsByScan`. */
  readonly watch?: PropertyWatch | undefined;
}

/**
 * All images that SQL lets through the filters, with their properties, page by page in the server's order
 * of ids.
 */
export async function* readImages(
  handle: GlanceHandle,
  options: ReadImagesOptions,
): AsyncGenerator<readonly ImageFacts[]> {
  const { filters } = options;
  if (filters.images !== undefined) {
    yield* readNamed(handle, [...filters.images]);
  } else if (await readsByScan(handle, options)) {
    yield* readByScan(handle, options);
  } else {
    yield* readInKeyOrder(handle, filters, "");
  }
}

/** Whether these images will be read by a pass over all properties, and not by key. */
export async function readsByScan(
  handle: GlanceHandle,
  { filters, consistency }: Pick<ReadImagesOptions, "filters" | "consistency">,
): Promise<boolean> {
  if (filters.images !== undefined || consistency === "chunked") return false;
  return !(await isNarrow(handle, filters));
}

async function isNarrow(handle: GlanceHandle, filters: ImageFilters): Promise<boolean> {
  if (!narrows(filters)) return false;
  return (await countImages(handle, filters)) < handle.shape.rowEstimate("images") * KEY_ORDER_SHARE;
}

async function* readNamed(
  handle: GlanceHandle,
  ids: readonly string[],
): AsyncGenerator<readonly ImageFacts[]> {
  const keyOf = handle.shape.ignoresCase("images.id") ? caselessId : (id: string) => id;
  const sorted = ids.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  for (let from = 0; from < sorted.length; from += IMAGES_PER_PAGE) {
    const page = sorted.slice(from, from + IMAGES_PER_PAGE);
    const found = await handle.readArrays(
      selectFromImages(handle).select("i.id").where("i.id", "in", page).orderBy("i.id"),
    );
    // In the server's order, but spelled as they were asked for.
    const present = found.map((row) => String(row[0])).filter((id) => page.includes(id));
    if (present.length === 0) continue;
    const { images, propertiesOf } = await readByIds(handle, present);
    yield await completeImages(handle, images, propertiesOf);
  }
}

async function* readInKeyOrder(
  handle: GlanceHandle,
  filters: ImageFilters,
  after: string,
): AsyncGenerator<readonly ImageFacts[]> {
  for await (const page of readImagesWithProperties(handle, filters, { after, upTo: undefined })) {
    yield await completeImages(handle, page.images, page.propertiesOf);
  }
}

async function* readByScan(
  handle: GlanceHandle,
  options: ReadImagesOptions,
): AsyncGenerator<readonly ImageFacts[]> {
  let after: string | undefined = "";
  while (after !== undefined) {
    const index = await scanProperties(
      handle,
      after,
      options.capacity ?? CAPACITY,
      options.progress,
      options.watch,
    );
    if (index === undefined) {
      yield* readInKeyOrder(handle, options.filters, after);
      return;
    }
    for await (const page of readImagePages(handle, options.filters, { after, upTo: index.bound })) {
      yield await completeImages(handle, page, (id) => index.get(id));
    }
    after = index.bound;
  }
}
