import type { CellHandle } from "./open-cell.ts";
import { pagesById } from "../pages-by-id.ts";
import type { WantedInstances } from "./instances.ts";

/** An instance that `nova-manage db archive_deleted_rows` moved away. */
export interface ArchivedInstance {
  readonly record: number;
  readonly id: number;
  readonly deletedAt: string | null;
}

const PER_PAGE = 4_000;

/**
 * Passes the cell's shadow table once, in key order: it has no index on uuid (nova/db/main/migrations:
 * _create_shadow_tables), so looking anything up in it would read all of it each time.
 * @returns how many rows it has; undefined if there is no such table that could be read
 */
export async function readShadowInstances(
  handle: CellHandle,
  wanted: WantedInstances,
  found: (instance: ArchivedInstance) => void,
): Promise<number | undefined> {
  if (!handle.shape.has("shadow_instances.uuid")) return undefined;
  const queryAfter = (after: number) =>
    handle.db
      .selectFrom("shadow_instances")
      .select(["id", "uuid", "deleted_at"])
      .where("id", ">", after)
      .orderBy("id")
      .limit(PER_PAGE);
  let passed = 0;
  for await (const page of pagesById(handle, PER_PAGE, queryAfter)) {
    passed += page.length;
    for (const [id, uuid, deletedAt] of page) {
      const record = wanted.find(String(uuid).toLowerCase());
      if (record >= 0) found({ record, id: Number(id), deletedAt: deletedAt as string | null });
    }
  }
  return passed;
}
