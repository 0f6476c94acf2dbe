import { expressionBuilder, type Expression, type SqlBool } from "kysely";
import type { GlanceTables, ImageLocationsTable } from "../../schema/glance.ts";
import { CHILD_TABLES, childKindsOf, selectFromChildren, type ChildKind } from "./child-tables.ts";
import type { DeadRows } from "./dead-rows.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import type { PropertyWatch } from "./property-scan.ts";
import { rangesById } from "../ranges-by-id.ts";
import type { Suspects } from "../packed/suspects.ts";

/**
 * Watches the one pass over image_properties for rows whose deleted and deleted_at contradict each other.
 * @param dead counts the soft-deleted rows, where that is wanted
 */
export function watchProperties(suspects: Suspects, dead: DeadRows | undefined): PropertyWatch {
  let passes = 0;
  return {
    begin: () => (passes += 1),
    wants: (eb) => isOfNote(eb.ref("p.deleted"), eb.ref("p.deleted_at"), dead),
    see: ({ imageId, deleted, deletedAt }) => {
      if (deleted === (deletedAt === null)) suspects.add(imageId);
      // Each pass shows all of them.
      if (deleted && passes === 1) dead?.add(imageId, "property");
    },
  };
}

/** Looks at the rows of a pass over one of the smaller child tables. */
export interface ChildRowWatch {
  /** Which rows of the table `t` it wants to see. */
  readonly wants: Expression<SqlBool>;
  readonly see: (imageId: string, deleted: boolean, deletedAt: string | null) => void;
}

/**
 * Watches for the same. Where soft-deleted rows are not counted, locations that are deleted under a live image draw
 * attention too: it may have no other.
 */
export function watchChildRows(
  handle: GlanceHandle,
  kind: ChildKind,
  suspects: Suspects,
  dead: DeadRows | undefined,
): ChildRowWatch {
  const eb = expressionBuilder<GlanceTables & { t: ImageLocationsTable }, "t">();
  const isAstray = kind === "location" && dead === undefined;
  const noted = isOfNote(eb.ref("t.deleted"), eb.ref("t.deleted_at"), dead);
  return {
    wants: isAstray ? eb.or([noted, eb.and([eb("t.deleted", "!=", 0), underLiveImage(handle)])]) : noted,
    see: (imageId, deleted, deletedAt) => {
      if ((isAstray && deleted) || deleted === (deletedAt === null)) suspects.add(imageId);
      if (deleted) dead?.add(imageId, kind);
    },
  };
}

/**
 * Passes once over each of the smaller child tables, for the same.
 * @param elsewhere those that another pass shows
 */
export async function screenChildRows(
  handle: GlanceHandle,
  suspects: Suspects,
  dead: DeadRows | undefined,
  elsewhere: readonly ChildKind[] = [],
): Promise<void> {
  for (const kind of childKindsOf(handle)) {
    if (kind === "property" || elsewhere.includes(kind)) continue;
    const { wants, see } = watchChildRows(handle, kind, suspects, dead);
    const pages = rangesById(handle, CHILD_TABLES[kind], (after, upTo) =>
      selectFromChildren(handle, kind, "id")
        .select(["t.image_id", "t.deleted", "t.deleted_at"])
        .where("t.id", ">", after)
        .where("t.id", "<=", upTo)
        .where(wants),
    );
    for await (const rows of pages) {
      for (const [imageId, deleted, deletedAt] of rows)
        see(imageId as string, deleted !== 0, deletedAt as string | null);
    }
  }
}

/** A row that contradicts itself; where soft-deleted rows are counted, whatever is not plainly live. */
function isOfNote(
  deleted: Expression<number>,
  deletedAt: Expression<string | null>,
  dead: DeadRows | undefined,
): Expression<SqlBool> {
  const eb = expressionBuilder<GlanceTables>();
  return dead === undefined
    ? // One comparison of two answers: there are ten million rows.
      eb(eb.parens(deleted, "=", 0), "!=", eb.parens(deletedAt, "is", null))
    : eb.or([eb(deleted, "!=", 0), eb(deletedAt, "is not", null)]);
}

function underLiveImage(handle: GlanceHandle) {
  const live = handle.db
    .selectFrom("images as i")
    .select("i.id")
    .where((eb) => eb("i.id", "=", eb.ref("t.image_id" as "i.id")))
    .where("i.deleted", "=", 0);
  return expressionBuilder<GlanceTables>().exists(live);
}
