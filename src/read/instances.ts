import type { CellHandle } from "./open-cell.ts";
import { batches, pagesById } from "./pages-by-id.ts";
import type { UuidTable } from "./uuid-table.ts";

/** What a cell says of an instance. */
export interface StoredInstance {
  /** Its record in the table of wanted instances. */
  readonly record: number;
  readonly id: number;
  readonly deleted: boolean;
  /** Naive UTC text; set on soft-deleted servers too. */
  readonly deletedAt: string | null;
  readonly vmState: string | null;
  readonly taskState: string | null;
  readonly projectId: string | null;
}

const PER_PAGE = 4_000;
const PER_BATCH = 1_000;
/** Looking one uuid up costs about as much as passing this many rows of the table. */
const LOOKUP_COST = 4;

/**
 * Tells of every wanted instance that this cell has a row of: by uuid, which a unique index serves, or where most
 * are wanted by passing the whole table once in key order.
 * @param wanted canonical uuids; what the database has in capitals is found as well
 */
export async function readInstances(
  handle: CellHandle,
  wanted: UuidTable,
  found: (instance: StoredInstance) => void,
): Promise<void> {
  const tell = (rows: readonly (readonly unknown[])[]): void => {
    for (const row of rows) {
      const record = wanted.find(String(row[1]).toLowerCase());
      if (record >= 0) found(instanceOf(record, row));
    }
  };
  const rowsInAll = handle.shape.rowEstimate("instances");
  if (rowsInAll > 0 && rowsInAll < wanted.size * LOOKUP_COST) {
    for await (const page of pagesById(PER_PAGE, (after) => readPage(handle, after))) tell(page);
    return;
  }
  for (const uuids of batches(wanted.keys(), PER_BATCH)) {
    tell(await handle.readArrays(selection(handle).where("uuid", "in", uuids)));
  }
}

function selection(handle: CellHandle) {
  return handle.db
    .selectFrom("instances")
    .select(["id", "uuid", "deleted", "deleted_at", "vm_state", "task_state", "project_id"]);
}

function readPage(handle: CellHandle, after: number) {
  return handle.readArrays(selection(handle).where("id", ">", after).orderBy("id").limit(PER_PAGE));
}

/** nova/db/main/models.py: `deleted` becomes the row's id. */
function instanceOf(record: number, row: readonly unknown[]): StoredInstance {
  return {
    record,
    id: Number(row[0]),
    deleted: Number(row[2] ?? 0) !== 0,
    deletedAt: row[3] as string | null,
    vmState: row[4] as string | null,
    taskState: row[5] as string | null,
    projectId: row[6] as string | null,
  };
}
