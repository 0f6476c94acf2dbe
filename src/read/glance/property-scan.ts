import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { GlanceTables, ImagePropertiesTable } from "../../schema/glance.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { PropertyIndex } from "../packed/property-index.ts";
import { isOfInterest } from "./property-interest.ts";
import { rangesById, type ScanProgress } from "../ranges-by-id.ts";

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
  const pages = rangesById(
    handle,
    "image_properties",
    (from, upTo) => propertiesIn(handle, from, upTo, watch),
    progress,
  );
  for await (const rows of pages) {
    for (const [imageId, name, value, deleted] of rows) {
      index.add(imageId as string, name as string, value as string | null, deleted !== 0);
    }
    if (watch !== undefined) for (const row of rows) watch.see(watchedOf(row));
    if (index.weight > capacity && !index.keepLowerHalf()) return undefined;
  }
  return index;
}

function propertiesIn(handle: GlanceHandle, after: number, upTo: number, watch: PropertyWatch | undefined) {
  const selected = handle.db
    .selectFrom("image_properties as p")
    .select(["p.image_id", "p.name", "p.value", "p.deleted"]);
  const wanted =
    watch === undefined
      ? selected.where(isOfInterest(handle))
      : selected.select("p.deleted_at").where((eb) => eb.or([isOfInterest(handle)(eb), watch.wants(eb)]));
  return wanted.where("p.id", ">", after).where("p.id", "<=", upTo);
}

function watchedOf([imageId, name, , deleted, deletedAt]: readonly unknown[]): WatchedProperty {
  return {
    imageId: String(imageId),
    name: String(name),
    deleted: deleted !== 0,
    deletedAt: deletedAt as string | null,
  };
}
