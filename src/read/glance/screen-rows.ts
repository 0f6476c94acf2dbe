import { expressionBuilder } from "kysely";
import type { GlanceTables } from "../../schema/glance.ts";
import { tableWithIndex } from "../../guard/fragments.ts";
import { CHILD_TABLES, childKindsOf, selectFromChildren, type ChildKind } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { readImageIds } from "./image-ids.ts";
import { imagesByDeleted } from "./image-query.ts";
import type { PropertyWatch } from "./property-scan.ts";
import { rangesById } from "../ranges-by-id.ts";
import type { Suspects } from "../packed/suspects.ts";

/** Watches the one pass over image_properties for rows whose deleted and deleted_at contradict each other. */
export function watchProperties(suspects: Suspects): PropertyWatch {
  return {
    wants: (eb) =>
      eb.or([
        eb.and([eb("p.deleted", "=", 0), eb("p.deleted_at", "is not", null)]),
        eb.and([eb("p.deleted", "!=", 0), eb("p.deleted_at", "is", null)]),
      ]),
    see: ({ imageId, deleted, deletedAt }) => {
      if (deleted === (deletedAt === null)) suspects.add(imageId);
    },
  };
}

/**
 * Passes once over each of the smaller child tables, for the same contradictions; of locations also for those
 * that are deleted under a live image, which then may have none.
 */
export async function screenChildRows(handle: GlanceHandle, suspects: Suspects): Promise<void> {
  for (const kind of childKindsOf(handle)) {
    if (kind === "property") continue;
    const pages = rangesById(handle, CHILD_TABLES[kind], (after, upTo) =>
      selectFromChildren(handle, kind, "id")
        .select("t.image_id")
        .where("t.id", ">", after)
        .where("t.id", "<=", upTo)
        .where((eb) =>
          eb.or([
            eb.and([eb("t.deleted", "=", 0), eb("t.deleted_at", "is not", null)]),
            eb.and([eb("t.deleted", "!=", 0), eb("t.deleted_at", "is", null)]),
            ...(kind === "location" ? [eb.and([eb("t.deleted", "!=", 0), underLiveImage(handle)])] : []),
          ]),
        ),
    );
    for await (const rows of pages) for (const [imageId] of rows) suspects.add(String(imageId));
  }
}

/** Passes once over the deleted images, for rows of theirs that are not deleted. */
export async function screenDeletedImages(handle: GlanceHandle, suspects: Suspects): Promise<void> {
  for await (const ids of readImageIds(handle, "deleted")) {
    const [first, last] = [ids[0], ids.at(-1)];
    if (first === undefined || last === undefined) return;
    const [part, ...others] = childKindsOf(handle).map((kind) =>
      liveRowsOfDeleted(handle, kind, first, last),
    );
    if (part === undefined) return;
    const rows = await handle.readArrays(others.reduce((all, next) => all.unionAll(next), part));
    for (const [imageId] of rows) suspects.add(String(imageId));
  }
}

/** That a row is deleted, as nearly all of them are, its place in the index on deleted says. */
function liveRowsOfDeleted(handle: GlanceHandle, kind: ChildKind, first: string, last: string) {
  const index = handle.engine === "mysql" ? handle.shape.indexOn(CHILD_TABLES[kind], ["deleted"]) : undefined;
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

function underLiveImage(handle: GlanceHandle) {
  const live = handle.db
    .selectFrom("images as i")
    .select("i.id")
    .where((eb) => eb("i.id", "=", eb.ref("t.image_id" as "i.id")))
    .where("i.deleted", "=", 0);
  return expressionBuilder<GlanceTables>().exists(live);
}
