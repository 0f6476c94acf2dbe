import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { Rows } from "../guard/raw-connection.ts";
import type { GlanceTables, ImagePropertiesTable } from "../schema/glance.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { PropertyIndex } from "./property-index.ts";
import { isOfInterest } from "./property-interest.ts";

/** Ids of image_properties per statement: some ten milliseconds of a sequential read each. */
const SMALLEST_RANGE = 5_000;
const FIRST_RANGE = 50_000;
const LARGEST_RANGE = 800_000;
/** Rows that one statement should bring: fewer would make statements, more would make them long. */
const WANTED_ROWS = 8_000;

/** How much of the table has been read, for the progress line. */
export type ScanProgress = (done: number, total: number) => void;

/** Looks at further rows of the one pass over image_properties. */
export interface PropertyWatch {
  /** Which rows it wants to see beside those of interest to a verdict. */
  readonly wants: (eb: PropertyExpressions) => Expression<SqlBool>;
  /** Is shown its rows, and those of interest as well. */
  readonly see: (row: WatchedProperty) => void;
}

export type PropertyExpressions = ExpressionBuilder<GlanceTables & { p: ImagePropertiesTable }, "p">;

export interface WatchedProperty {
  readonly imageId: string;
  readonly name: string;
  readonly deleted: boolean;
  readonly deletedAt: string | null;
}

/**
 * Reads all property rows of interest in the order of their own ids, which is one sequential pass over the
 * table however small the server's buffer pool is. Key order would be a random read per row.
 * @param after images up to this id are left out
 * @param capacity how many records may be held; beyond it the upper half of the images is left for another pass
 * @returns undefined if the ids are too much alike to be read in several passes
 */
export async function scanProperties(
  handle: GlanceHandle,
  after: string,
  capacity: number,
  progress: ScanProgress,
  watch?: PropertyWatch,
): Promise<PropertyIndex | undefined> {
  const index = new PropertyIndex(handle.shape.ignoresCase("image_properties.image_id"), after);
  const last = await lastId(handle);
  let from = 0;
  let range = FIRST_RANGE;
  let found = WANTED_ROWS;
  let ahead = from < last ? readRange(handle, from, from + range, watch) : undefined;
  while (ahead !== undefined) {
    const pages: AsyncIterable<Rows> = ahead;
    from += range;
    range = nextRange(range, found);
    // Asked for before these rows have come, so that the server never waits for us.
    ahead = from < last ? readRange(handle, from, from + range, watch) : undefined;
    found = 0;
    for await (const rows of pages) {
      found += rows.length;
      for (const [imageId, name, value, deleted] of rows) {
        index.add(imageId as string, name as string, value as string | null, deleted !== 0);
      }
      if (watch !== undefined) for (const row of rows) watch.see(watchedOf(row));
    }
    if (index.weight > capacity && !index.keepLowerHalf()) return undefined;
    progress(Math.min(from, last), last);
  }
  return index;
}

async function lastId(handle: GlanceHandle): Promise<number> {
  const query = handle.db.selectFrom("image_properties as p").select((eb) => eb.fn.max("p.id").as("last"));
  return Number((await handle.readArrays(query))[0]?.[0] ?? 0);
}

function readRange(
  handle: GlanceHandle,
  after: number,
  upTo: number,
  watch: PropertyWatch | undefined,
): AsyncIterable<Rows> {
  const selected = handle.db
    .selectFrom("image_properties as p")
    .select(["p.image_id", "p.name", "p.value", "p.deleted"]);
  const wanted =
    watch === undefined
      ? selected.where(isOfInterest(handle))
      : selected.select("p.deleted_at").where((eb) => eb.or([isOfInterest(handle)(eb), watch.wants(eb)]));
  return handle.readPages(wanted.where("p.id", ">", after).where("p.id", "<=", upTo));
}

function watchedOf([imageId, name, , deleted, deletedAt]: readonly unknown[]): WatchedProperty {
  return {
    imageId: String(imageId),
    name: String(name),
    deleted: deleted !== 0,
    deletedAt: deletedAt as string | null,
  };
}

/** Wider where little is found, such as after a purge; narrower where much is. */
function nextRange(range: number, found: number): number {
  if (found > 2 * WANTED_ROWS) return Math.max(SMALLEST_RANGE, Math.trunc(range / 2));
  return found < WANTED_ROWS / 2 ? Math.min(LARGEST_RANGE, range * 2) : range;
}
