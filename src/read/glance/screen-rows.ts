import { expressionBuilder } from "kysely";
import type { GlanceTables } from "../../schema/glance.ts";
import { CHILD_TABLES, childKindsOf, selectFromChildren } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import type { PropertyWatch } from "./property-scan.ts";
import { rangesById } from "../ranges-by-id.ts";
import type { Suspects } from "../packed/suspects.ts";

/** Watches the one pass over image_properties for rows whose deleted and deleted_at contradict each other. */
export function watchProperties(suspects: Suspects): PropertyWatch {
  return {
    // One comparison of two answers: there are ten million rows.
    wants: (eb) => eb(eb.parens("p.deleted", "=", 0), "!=", eb.parens("p.deleted_at", "is", null)),
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
            eb(eb.parens("t.deleted", "=", 0), "!=", eb.parens("t.deleted_at", "is", null)),
            ...(kind === "location" ? [eb.and([eb("t.deleted", "!=", 0), underLiveImage(handle)])] : []),
          ]),
        ),
    );
    for await (const rows of pages) for (const [imageId] of rows) suspects.add(String(imageId));
  }
}

function underLiveImage(handle: GlanceHandle) {
  const live = handle.db
    .selectFrom("images as i")
    .select("i.id")
    .where((eb) => eb("i.id", "=", eb.ref("t.image_id" as "i.id")))
    .where("i.deleted", "=", 0);
  return expressionBuilder<GlanceTables>().exists(live);
}
