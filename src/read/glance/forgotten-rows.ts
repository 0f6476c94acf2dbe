import { tableWithIndex } from "../../guard/fragments.ts";
import { indexHint } from "../index-hint.ts";
import { CHILD_TABLES, childKindsOf, selectFromChildren, type ChildKind } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { imagesByDeleted } from "./image-query.ts";

/**
 * Which of the deleted images of a stretch, both ends included, have rows that are not deleted: for where those that
 * are were not counted. Indexes alone are read; ids are spelled as `images` spells them.
 */
export async function readForgotten(
  handle: GlanceHandle,
  first: string,
  last: string,
): Promise<ReadonlySet<string>> {
  const [part, ...others] = childKindsOf(handle).map((kind) => selectLiveRows(handle, kind, first, last));
  if (part === undefined) return new Set();
  const rows = await handle.readArrays(others.reduce((all, next) => all.unionAll(next), part));
  return new Set(rows.map(([imageId]) => String(imageId)));
}

/** That a row is deleted, as nearly all of them are, its place in the index on deleted says. */
function selectLiveRows(handle: GlanceHandle, kind: ChildKind, first: string, last: string) {
  const index = indexHint(handle, CHILD_TABLES[kind], ["deleted"]);
  const rows = selectFromChildren(handle, kind, "image_id")
    .innerJoin(imagesByDeleted(handle), "i.id", "t.image_id")
    .select("i.id")
    .where("i.deleted", "=", 1)
    .where("i.id", ">=", first)
    .where("i.id", "<=", last);
  if (index === undefined) return rows.where("t.deleted", "=", 0);
  const dead = tableWithIndex<{ id: number; deleted: number }, "d">(CHILD_TABLES[kind], "d", index);
  return rows
    .leftJoin(dead, (join) => join.onRef("d.id", "=", "t.id").on("d.deleted", "=", 1))
    .where("d.id", "is", null);
}
