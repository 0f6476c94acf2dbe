import type { GlanceHandle } from "./glance-handle.ts";

/** A row of image_properties as it stands. */
export interface PropertyRow {
  readonly name: string;
  readonly value: string | null;
  readonly deleted: boolean;
  /** Not when it was removed: every later save of the image moves it, and a row that was set again keeps it. */
  readonly deletedAt: string | null;
}

/**
 * All properties of these images, live and removed, by image id as the table images spells it.
 * @param ids at most some hundreds
 */
export async function readPropertyRows(
  handle: GlanceHandle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly PropertyRow[]>> {
  const dated = handle.shape.has("image_properties.deleted_at");
  const rows = await handle.readArrays(
    handle.db
      .selectFrom("image_properties as p")
      .innerJoin("images as i", "i.id", "p.image_id")
      .select(["i.id", "p.name", "p.value", "p.deleted"])
      .select((eb) => (dated ? eb.ref("p.deleted_at") : eb.lit(null)).as("deleted_at"))
      .where("p.image_id", "in", [...ids])
      .orderBy("p.id"),
  );
  const byImage = new Map<string, PropertyRow[]>();
  for (const [id, name, value, deleted, deletedAt] of rows) {
    const list = byImage.get(String(id)) ?? [];
    byImage.set(String(id), list);
    list.push({
      name: String(name),
      value: value as string | null,
      deleted: Number(deleted) !== 0,
      deletedAt: deletedAt as string | null,
    });
  }
  return byImage;
}
