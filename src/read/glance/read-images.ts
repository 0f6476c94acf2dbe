import type { ImageFilters } from "../../judge/filters.ts";
import type { ImageFacts } from "../../judge/image-facts.ts";
import { caselessId } from "../caseless-id.ts";
import { chooseRows, type ImageChoice } from "./chosen-images.ts";
import { completeImages } from "./complete-images.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { imageOf, type ShownColumn } from "./image-columns.ts";
import { IMAGES_PER_PAGE, readImageRows, type ImageRows } from "./image-pages.ts";
import { countImages, narrows, selectFromImages, type KeyRange } from "./image-query.ts";
import { referenceOf, type ImageReference } from "./image-reference.ts";
import { batches } from "../pages-by-id.ts";
import type { NamedInstances, PropertyIndex } from "../packed/property-index.ts";
import type { UuidTable } from "../packed/uuid-table.ts";
import { readByIds, readImagesWithProperties } from "./images-with-properties.ts";
import { scanProperties, type PropertyWatch } from "./property-scan.ts";
import type { ScanProgress } from "../ranges-by-id.ts";

/** Records of a property scan held at once, about 40 bytes each. */
const CAPACITY = 800_000;
const REFERENCES_PER_PAGE = 1_000;
/** A scan reads every property; key order reads those of the wanted images, each several times as slowly. */
const KEY_ORDER_SHARE = 0.2;

/** How images are read. */
export interface ReadImagesOptions {
  readonly filters: ImageFilters;
  readonly consistency: "snapshot" | "chunked";
  readonly progress: ScanProgress;
  /** Whether pages bring deleted images too, whatever the filters say. */
  readonly passesDeleted?: boolean | undefined;
  /** How many images a statement brings, where they are read after a pass over the properties. */
  readonly perStatement?: number | undefined;
  /** Columns that nobody will look at: NULL is read for them. */
  readonly unread?: ReadonlySet<ShownColumn> | undefined;
  /** Records of a property scan held at once; a test makes it small. */
  readonly capacity?: number;
  /** Share the pass over the properties, where there is one: see `readsByScan`. */
  readonly watches?: readonly PropertyWatch[] | undefined;
}

/** The images of a part of the key order, whose properties are at hand. */
export interface Stretch {
  /** Whether `references` leaves out none that any live image has. */
  readonly isWhole: boolean;
  /** The properties of all images, where one pass brought them, and showed them to whoever watched it. */
  readonly scanned: PropertyIndex | undefined;
  /** Numbers the instances that its properties name, and perhaps others, where one pass brought them. */
  readonly instances: UuidTable | undefined;
  /** Tells which instances its images name, those of `references`; undefined where properties come with the images. */
  readonly nameInstances: ((take: NamedInstances) => void) | undefined;
  /** Where its images lead; some of these images may not pass the filters. */
  references(): AsyncIterable<readonly ImageReference[]>;
  /** The images that SQL lets through the filters, page by page in the server's order of ids. */
  pages(): AsyncGenerator<readonly ImageFacts[]>;
  /** The same of live images that are wanted; undefined where properties are not at hand before images. */
  readonly chosen: ((choice: ImageChoice) => AsyncGenerator<readonly ImageFacts[]>) | undefined;
}

/**
 * All images that SQL lets through the filters, with their properties, in the server's order of ids. Each stretch
 * is to be read before the next is asked for.
 */
export async function* readStretches(
  handle: GlanceHandle,
  options: ReadImagesOptions,
): AsyncGenerator<Stretch> {
  const { filters } = options;
  const { images } = filters;
  if (images !== undefined) {
    yield keyOrderStretch(filters, "", () => readNamed(handle, [...images], options.unread));
  } else if (await readsByScan(handle, options)) {
    yield* readByScan(handle, options);
  } else {
    yield keyOrderStretch(filters, "", () => readInKeyOrder(handle, options, ""));
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

/** The same, as pages. */
export async function* readImages(
  handle: GlanceHandle,
  options: ReadImagesOptions,
): AsyncGenerator<readonly ImageFacts[]> {
  for await (const stretch of readStretches(handle, options)) yield* stretch.pages();
}

/** Few images, or no read view to keep them still: whoever wants the references reads the pages twice. */
function keyOrderStretch(filters: ImageFilters, after: string, pages: Stretch["pages"]): Stretch {
  const { images, deleted } = filters;
  return {
    isWhole: after === "" && images === undefined && deleted !== "only" && !narrows(filters),
    scanned: undefined,
    instances: undefined,
    nameInstances: undefined,
    pages,
    chosen: undefined,
    async *references() {
      for await (const page of pages()) {
        yield page.flatMap(
          (image) => referenceOf(image.id, image.properties, image.deleted && deleted !== "exclude") ?? [],
        );
      }
    },
  };
}

async function isNarrow(handle: GlanceHandle, filters: ImageFilters): Promise<boolean> {
  if (!narrows(filters)) return false;
  return (await countImages(handle, filters)) < handle.shape.rowEstimate("images") * KEY_ORDER_SHARE;
}

async function* readNamed(
  handle: GlanceHandle,
  ids: readonly string[],
  unread: ReadonlySet<ShownColumn> | undefined,
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
    yield await completeImages(handle, await readByIds(handle, present, unread), unread);
  }
}

/** The filters as SQL is to apply them. */
function passed({ filters, passesDeleted }: ReadImagesOptions): ImageFilters {
  return passesDeleted === true ? { ...filters, deleted: "include" } : filters;
}

async function* readInKeyOrder(
  handle: GlanceHandle,
  options: ReadImagesOptions,
  after: string,
): AsyncGenerator<readonly ImageFacts[]> {
  const range = { after, upTo: undefined };
  const { unread } = options;
  for await (const page of readImagesWithProperties(handle, passed(options), range, unread)) {
    yield await completeImages(handle, page, unread);
  }
}

async function* readByScan(handle: GlanceHandle, options: ReadImagesOptions): AsyncGenerator<Stretch> {
  const { filters } = options;
  let after: string | undefined = "";
  while (after !== undefined) {
    const capacity = options.capacity ?? CAPACITY;
    const index = await scanProperties(handle, after, capacity, options.progress, options.watches);
    const start: string = after;
    if (index === undefined) {
      yield keyOrderStretch(filters, start, () => readInKeyOrder(handle, options, start));
      return;
    }
    yield scannedStretch(handle, options, index, { after: start, upTo: index.bound });
    after = index.bound;
  }
}

function scannedStretch(
  handle: GlanceHandle,
  options: ReadImagesOptions,
  index: PropertyIndex,
  range: KeyRange,
): Stretch {
  const { unread, perStatement } = options;
  const isWhole = range.after === "" && range.upTo === undefined;
  const rows = (): ImageRows => readImageRows(handle, passed(options), range, unread, perStatement);
  async function* images(pages: ImageRows): AsyncGenerator<readonly ImageFacts[]> {
    for await (const page of pages) {
      const drafts = page.map(imageOf);
      index.fill(drafts);
      yield await completeImages(handle, drafts, unread);
    }
  }
  const removed = options.filters.deleted !== "exclude";
  return {
    isWhole,
    scanned: isWhole ? index : undefined,
    instances: index.instances,
    nameInstances: (take) => index.instancesNamed(removed, take),
    async *references() {
      yield* batches(index.references(removed), REFERENCES_PER_PAGE);
    },
    pages: () => images(rows()),
    chosen: (choice) => images(chooseRows(rows(), index, choice)),
  };
}
