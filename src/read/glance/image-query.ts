import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import { tableWithIndex } from "../../guard/fragments.ts";
import type { ImageFilters } from "../../judge/filters.ts";
import type { ImagesTable } from "../../schema/glance.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { indexHint } from "../index-hint.ts";

/** A stretch of the key order of images: after the first id, up to the second where there is one. */
export interface KeyRange {
  readonly after: string;
  readonly upTo: string | undefined;
}

export type ImageExpressions = ExpressionBuilder<{ i: ImagesTable }, "i">;

/** MySQL is held to the primary key: left alone it may pick ix_images_deleted and look up every row. */
export function selectFromImages(handle: GlanceHandle) {
  const primary = indexHint(handle, "images", ["id"]);
  return handle.db.selectFrom(tableWithIndex<ImagesTable, "i">("images", "i", primary));
}

/**
 * The table images as `i` by its index on deleted, where MySQL has one: it ends in the id, so it gives ids in order,
 * and deleted or live images without the others between them.
 */
export function imagesByDeleted(handle: GlanceHandle) {
  const index = indexHint(handle, "images", ["deleted"]);
  return tableWithIndex<ImagesTable, "i">("images", "i", index);
}

/** The images of a key range in key order, narrowed by what of the filters SQL can decide. */
export function imagesInKeyOrder(
  handle: GlanceHandle,
  filters: ImageFilters,
  range: KeyRange,
  limit: number,
) {
  return selectFromImages(handle)
    .where((eb) => eb.and([...inRange(eb, range), ...narrowed(eb, filters)]))
    .orderBy("i.id")
    .limit(limit);
}

function inRange(eb: ImageExpressions, { after, upTo }: KeyRange): Expression<SqlBool>[] {
  return upTo === undefined ? [eb("i.id", ">", after)] : [eb("i.id", ">", after), eb("i.id", "<=", upTo)];
}

/** It may let through more than the filters want (a collation that ignores case does), never less. */
function narrowed(eb: ImageExpressions, filters: ImageFilters): Expression<SqlBool>[] {
  const conditions: Expression<SqlBool>[] = [];
  if (filters.deleted !== "include")
    conditions.push(eb("i.deleted", "=", filters.deleted === "only" ? 1 : 0));
  if (isPlain(filters.statuses)) conditions.push(eb("i.status", "in", [...filters.statuses]));
  if (isPlain(filters.owners)) conditions.push(eb("i.owner", "in", [...filters.owners]));
  if (filters.createdFrom) conditions.push(eb("i.created_at", ">=", filters.createdFrom));
  if (filters.createdBefore) conditions.push(eb("i.created_at", "<", filters.createdBefore));
  return conditions;
}

/** Whether a filter is set that SQL can decide. */
export function narrows(filters: ImageFilters): boolean {
  const { statuses, owners, createdFrom, createdBefore } = filters;
  return isPlain(statuses) || isPlain(owners) || createdFrom !== undefined || createdBefore !== undefined;
}

/** Beyond ASCII a column's character set may lack a letter, and then the server refuses the comparison. */
function isPlain(wanted: ReadonlySet<string> | undefined): wanted is ReadonlySet<string> {
  return wanted !== undefined && [...wanted].every((text) => /^[\x20-\x7e]*$/.test(text));
}

/** How many images SQL will let through. */
export async function countImages(handle: GlanceHandle, filters: ImageFilters): Promise<number> {
  const query = handle.db
    .selectFrom("images as i")
    .select((eb) => eb.fn.countAll().as("images"))
    .where((eb) => eb.and(narrowed(eb, filters)));
  return Number((await handle.readArrays(query))[0]?.[0] ?? 0);
}
