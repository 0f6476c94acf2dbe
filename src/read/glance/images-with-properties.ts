import { tableWithIndex } from "../../guard/fragments.ts";
import type { ImageFilters } from "../../judge/filters.ts";
import { addProperty, emptyPropertySet, NO_PROPERTIES, type PropertySet } from "../../judge/property-set.ts";
import type { ImagePropertiesTable } from "../../schema/glance.ts";
import { caselessId } from "../caseless-id.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import {
  IMAGE_COLUMNS,
  imageOf,
  imageSelection,
  type ImageDraft,
  type ShownColumn,
} from "./image-columns.ts";
import { imagesInKeyOrder, selectFromImages, type KeyRange } from "./image-query.ts";
import { IMAGES_PER_PAGE } from "./image-pages.ts";
import { isOfInterest } from "./property-interest.ts";
import { indexHint } from "../index-hint.ts";

const NAME = IMAGE_COLUMNS;
const VALUE = NAME + 1;
const DELETED = NAME + 2;

/**
 * The images of a key range with their properties, in short statements by key: for audits that touch a
 * small part of the images, and where no read view may be kept open.
 */
export async function* readImagesWithProperties(
  handle: GlanceHandle,
  filters: ImageFilters,
  range: KeyRange,
  unread?: ReadonlySet<ShownColumn>,
): AsyncGenerator<readonly ImageDraft[]> {
  let after = range.after;
  for (;;) {
    const keys = await handle.readArrays(
      imagesInKeyOrder(handle, filters, { ...range, after }, IMAGES_PER_PAGE).select("i.id"),
    );
    const ids = keys.map((row) => String(row[0]));
    const last = ids.at(-1);
    if (last === undefined) return;
    yield await readByIds(handle, ids, unread);
    if (ids.length < IMAGES_PER_PAGE) return;
    after = last;
  }
}

/**
 * One UNION ALL brings the images and their properties in one statement, hence of one moment even without
 * a transaction: an image that is deleted just then cannot appear as a live one without properties.
 * @param ids at least one
 */
export async function readByIds(
  handle: GlanceHandle,
  ids: readonly string[],
  unread?: ReadonlySet<ShownColumn>,
): Promise<readonly ImageDraft[]> {
  const index = indexHint(handle, "image_properties", ["image_id", "name"]);
  const images = selectFromImages(handle)
    .select(imageSelection(handle, unread))
    .select((eb) => [
      eb.lit(null).$castTo<string | null>().as("property"),
      eb.lit(null).$castTo<string | null>().as("value"),
      eb.lit(null).$castTo<number | null>().as("property_deleted"),
    ])
    .where("i.id", "in", [...ids]);
  const properties = handle.db
    .selectFrom(tableWithIndex<ImagePropertiesTable, "p">("image_properties", "p", index))
    .select((eb) => {
      const none = eb.lit(null).$castTo<never>();
      return [
        eb.ref("p.image_id").as("id"),
        none.as("name"),
        none.as("owner"),
        none.as("status"),
        none.as("visibility"),
        none.as("size"),
        none.as("created_at"),
        none.as("updated_at"),
        none.as("deleted_at"),
        none.as("deleted"),
        none.as("disk_format"),
        none.as("is_public"),
        none.as("protected"),
        eb.ref("p.name").as("property"),
        eb.ref("p.value").as("value"),
        eb.ref("p.deleted").as("property_deleted"),
      ];
    })
    .where("p.image_id", "in", [...ids])
    .where(isOfInterest(handle));
  return group(handle, ids, await handle.readArrays(images.unionAll(properties)));
}

function group(
  handle: GlanceHandle,
  ids: readonly string[],
  rows: readonly (readonly unknown[])[],
): readonly ImageDraft[] {
  const ignoresCase = handle.shape.ignoresCase("image_properties.image_id");
  const keyOf = ignoresCase ? caselessId : (id: string) => id;
  const found = new Map<string, ImageDraft>();
  const sets = new Map<string, PropertySet>();
  for (const row of rows) {
    if (row[NAME] === null) {
      found.set(String(row[0]), imageOf(row));
      continue;
    }
    const key = keyOf(String(row[0]));
    const set = sets.get(key) ?? emptyPropertySet();
    sets.set(key, set);
    addProperty(set, String(row[NAME]), row[VALUE] as string | null, row[DELETED] !== 0);
  }
  const images = ids.flatMap((id) => found.get(id) ?? []);
  for (const image of images) image.properties = sets.get(keyOf(image.id)) ?? NO_PROPERTIES;
  return images;
}
