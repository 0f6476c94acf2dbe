import { tableWithIndex } from "../../guard/fragments.ts";
import type { ImagePropertiesTable } from "../../schema/glance.ts";
import { imageKeyOf } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { indexHint } from "../index-hint.ts";

/** The live values of an image, by property name. */
export type ValuesOf = (imageId: string) => ReadonlyMap<string, string | null>;

export const NO_VALUES: ReadonlyMap<string, string | null> = new Map();

/**
 * The live properties of these names; names are compared byte for byte, whatever the collation does.
 * @param ids at most some hundreds
 */
export async function readPropertyValues(
  handle: GlanceHandle,
  ids: readonly string[],
  names: readonly string[],
): Promise<ValuesOf> {
  const keyOf = imageKeyOf(handle);
  const found = new Map<string, Map<string, string | null>>();
  if (ids.length > 0) {
    const index = indexHint(handle, "image_properties", ["image_id", "name"]);
    const query = handle.db
      .selectFrom(tableWithIndex<ImagePropertiesTable, "p">("image_properties", "p", index))
      .select(["p.image_id", "p.name", "p.value"])
      .where("p.image_id", "in", [...ids])
      .where("p.name", "in", [...names])
      .where("p.deleted", "=", 0);
    for (const [imageId, name, value] of await handle.readArrays(query)) {
      if (!names.includes(String(name))) continue;
      const key = keyOf(String(imageId));
      const values = found.get(key) ?? new Map<string, string | null>();
      found.set(key, values.set(String(name), value as string | null));
    }
  }
  return (imageId) => found.get(keyOf(imageId)) ?? NO_VALUES;
}
