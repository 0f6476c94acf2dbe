import { imageKeyOf } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { selectFromImages } from "./image-query.ts";

const PER_STATEMENT = 500;

/** The status of a live image, "deleted" where its row is, "gone" where there is none. */
export type StateOf = (imageId: string) => string;

/** What glance says of these images, by their ids. */
export async function readImageStates(handle: GlanceHandle, ids: readonly string[]): Promise<StateOf> {
  const keyOf = imageKeyOf(handle);
  const found = new Map<string, string>();
  for (let from = 0; from < ids.length; from += PER_STATEMENT) {
    const query = selectFromImages(handle)
      .select(["i.id", "i.status", "i.deleted"])
      .where("i.id", "in", ids.slice(from, from + PER_STATEMENT));
    for (const [id, status, deleted] of await handle.readArrays(query)) {
      found.set(keyOf(String(id)), deleted === 0 ? String(status) : "deleted");
    }
  }
  return (imageId) => found.get(keyOf(imageId)) ?? "gone";
}
