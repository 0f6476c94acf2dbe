import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { Engine } from "../../guard/read-only-dialect.ts";
import type { Rows } from "../../guard/raw-connection.ts";
import type { GlanceTables, ImagePropertiesTable } from "../../schema/glance.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { PropertyIndex } from "../packed/property-index.ts";
import { isOfInterest } from "./property-interest.ts";
import { rangesById, type ScanProgress } from "../ranges-by-id.ts";

/** Looks at further rows of the one pass over image_properties. */
export interface PropertyWatch {
  /** Which rows it wants to see beside those of interest to a verdict; undefined for none. */
  readonly wants?: (eb: PropertyExpressions, engine: Engine) => Expression<SqlBool>;
  /** Is told that a pass begins: another one shows all rows once more. */
  readonly begin?: () => void;
  /** Is shown all of its rows, and those of interest as well. */
  readonly see: (row: WatchedProperty, index?: PropertyIndex) => void;
  /** Whether it keeps a word beside each image in the index. */
  readonly keepsAside?: boolean;
  /** Is told that one pass is not enough for the verdicts, so that others may come by the same rows. */
  readonly forget?: () => void;
}

export type PropertyExpressions = ExpressionBuilder<GlanceTables & { p: ImagePropertiesTable }, "p">;

export interface WatchedProperty {
  readonly imageId: string;
  readonly name: string;
  readonly value: string | null;
  readonly deleted: boolean;
  /** Read only where somebody wants further rows. */
  readonly deletedAt: string | null | undefined;
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
  watches: readonly PropertyWatch[] = [],
): Promise<PropertyIndex | undefined> {
  let index: PropertyIndex | undefined = new PropertyIndex(
    handle.shape.ignoresCase("image_properties.image_id"),
    after,
    watches.some(({ keepsAside }) => keepsAside === true),
  );
  for (const watch of watches) watch.begin?.();
  const pages = rangesById(
    handle,
    "image_properties",
    (from, upTo) => propertiesIn(handle, from, upTo, watches),
    progress,
  );
  for await (const rows of pages) {
    if (index !== undefined) addAll(index, rows);
    if (watches.length > 0) showAll(watches, rows, index);
    if (index === undefined || index.weight <= capacity) continue;
    for (const watch of watches) watch.forget?.();
    if (index.keepLowerHalf()) continue;
    // Whoever watches was promised all rows.
    if (watches.length === 0) return undefined;
    index = undefined;
  }
  return index;
}

function addAll(index: PropertyIndex, rows: Rows): void {
  for (const row of rows) {
    index.add(row[0] as string, row[1] as string, row[2] as string | null, row[3] !== 0);
  }
}

function showAll(watches: readonly PropertyWatch[], rows: Rows, index: PropertyIndex | undefined): void {
  const watched = rows.map(watchedOf);
  for (const { see } of watches) for (const row of watched) see(row, index);
}

function propertiesIn(handle: GlanceHandle, after: number, upTo: number, watches: readonly PropertyWatch[]) {
  const wanted = watches.flatMap(({ wants }) => wants ?? []);
  const selected = handle.db
    .selectFrom("image_properties as p")
    .select(["p.image_id", "p.name", "p.value", "p.deleted"])
    .where((eb) => eb.or([isOfInterest(handle)(eb), ...wanted.map((wants) => wants(eb, handle.engine))]))
    .where("p.id", ">", after)
    .where("p.id", "<=", upTo);
  return wanted.length === 0 ? selected : selected.select("p.deleted_at");
}

function watchedOf(row: readonly unknown[]): WatchedProperty {
  return {
    imageId: row[0] as string,
    name: row[1] as string,
    value: row[2] as string | null,
    deleted: row[3] !== 0,
    deletedAt: row[4] as string | null | undefined,
  };
}
