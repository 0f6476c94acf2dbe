import type { ExpressionBuilder } from "kysely";
import type { InstancesTable } from "../../schema/nova-cell.ts";
import type { CellHandle } from "./open-cell.ts";
import { batches, isPassCheaper, pagesById } from "../pages-by-id.ts";
import { spellings } from "../uuid-spellings.ts";

/** The instances that are looked for. */
export interface WantedInstances {
  readonly size: number;
  /** In lower case. */
  keys(): Iterable<string>;
  /** The number of one, by its UUID in lower case; negative of any other. */
  find(uuid: string): number;
}

/** What a cell says of an instance. */
export interface StoredInstance {
  /** Its number among the wanted instances. */
  readonly record: number;
  readonly id: number;
  readonly deleted: boolean;
  /** Naive UTC text; set on soft-deleted servers too. */
  readonly deletedAt: string | null;
  readonly vmState: string | null;
  readonly taskState: string | null;
  readonly projectId: string | null;
}

/** A server that is not deleted. */
export interface LiveServer {
  /** Lower case. */
  readonly uuid: string;
  readonly vmState: string | null;
  readonly taskState: string | null;
  readonly imageRef: string | null;
  readonly displayName: string | null;
  /** The row that does not count, during a cross-cell resize. */
  readonly hidden: boolean;
}

const PER_PAGE = 2_000;
const PER_BATCH = 1_000;

/** Whether it is cheaper to pass all instances of a cell than to look the wanted ones up. */
export function isInstancePassCheaper(handle: CellHandle, wanted: WantedInstances): boolean {
  return isPassCheaper(handle.shape.rowEstimate("instances"), wanted.size);
}

/**
 * Looks up the wanted instances by uuid, which a unique index serves, and tells of each that this cell has a row of.
 * What the database has in capitals is found as well.
 */
export async function findInstances(
  handle: CellHandle,
  wanted: WantedInstances,
  found: (instance: StoredInstance) => void,
): Promise<void> {
  for (const uuids of batches(spellings(handle.shape, "instances.uuid", wanted.keys()), PER_BATCH)) {
    const rows = await handle.readArrays(
      handle.db
        .selectFrom("instances")
        .select(["id", "uuid", "deleted", "deleted_at", "vm_state", "task_state", "project_id"])
        .where("uuid", "in", uuids),
    );
    for (const row of rows) tell(wanted, String(row[1]).toLowerCase(), row, found);
  }
}

/**
 * Passes all instances of a cell once, in key order, and tells of the wanted and of the live ones.
 * @param live undefined where nobody asks, so that less of each row is read
 */
export async function passInstances(
  handle: CellHandle,
  wanted: WantedInstances,
  found: (instance: StoredInstance) => void,
  live: ((server: LiveServer) => void) | undefined,
): Promise<void> {
  const queryAfter = (after: number) => {
    const page = pageAfter(handle, after);
    return live === undefined ? page : page.select(serverColumns(handle));
  };
  for await (const page of pagesById(handle, PER_PAGE, queryAfter)) {
    for (const row of page) {
      const uuid = String(row[1]).toLowerCase();
      tell(wanted, uuid, row, found);
      if (live !== undefined && !isDeleted(row)) live(serverOf(uuid, row));
    }
  }
}

function pageAfter({ db }: CellHandle, after: number) {
  return db
    .selectFrom("instances as n")
    .select(["n.id", "n.uuid", "n.deleted", "n.deleted_at", "n.vm_state", "n.task_state", "n.project_id"])
    .where("n.id", ">", after)
    .orderBy("n.id")
    .limit(PER_PAGE);
}

/** What serverOf reads beside them. */
function serverColumns({ shape }: CellHandle) {
  return (eb: ExpressionBuilder<{ n: InstancesTable }, "n">) => {
    const none = eb.lit(null).$castTo<never>();
    return [
      (shape.has("instances.image_ref") ? eb.ref("n.image_ref") : none).as("image_ref"),
      (shape.has("instances.display_name") ? eb.ref("n.display_name") : none).as("display_name"),
      (shape.has("instances.hidden") ? eb.ref("n.hidden") : none).as("hidden"),
    ];
  };
}

function tell(
  wanted: WantedInstances,
  uuid: string,
  row: readonly unknown[],
  found: (instance: StoredInstance) => void,
): void {
  const record = wanted.find(uuid);
  if (record < 0) return;
  found({
    record,
    id: Number(row[0]),
    deleted: isDeleted(row),
    deletedAt: row[3] as string | null,
    vmState: row[4] as string | null,
    taskState: row[5] as string | null,
    projectId: row[6] as string | null,
  });
}

/** nova/db/main/models.py: `deleted` becomes the row's id. */
function isDeleted(row: readonly unknown[]): boolean {
  return Number(row[2] ?? 0) !== 0;
}

function serverOf(uuid: string, row: readonly unknown[]): LiveServer {
  return {
    uuid,
    vmState: row[4] as string | null,
    taskState: row[5] as string | null,
    imageRef: row[7] as string | null,
    displayName: row[8] as string | null,
    hidden: Number(row[9] ?? 0) !== 0,
  };
}
