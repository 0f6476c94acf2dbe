import type { CellHandle } from "./open-cell.ts";

/** A row of a server in a cell, for people to look up. */
export interface ServerRow {
  readonly table: "instances" | "shadow_instances";
  readonly id: number;
  /** Lower case. */
  readonly uuid: string;
  readonly name: string | null;
  readonly project: string | null;
  readonly vmState: string | null;
  readonly taskState: string | null;
  readonly createdAt: string | null;
  /** Set on soft-deleted servers too. */
  readonly deletedAt: string | null;
  readonly deleted: boolean;
  /** The copy that does not count during a cross-cell resize. */
  readonly hidden: boolean;
}

/** The columns that the rows of a server are found by. */
export type ServerKey = { readonly uuids: readonly string[] } | { readonly ids: readonly number[] };

/**
 * Rows of servers as they stand: of `instances` by uuid, which a unique index serves; of the shadow table, which
 * has no such index, by its own id.
 * @param key at most some hundreds
 */
export async function readServerRows(
  handle: CellHandle,
  table: ServerRow["table"],
  key: ServerKey,
): Promise<readonly ServerRow[]> {
  if (("uuids" in key ? key.uuids : key.ids).length === 0 || !handle.shape.hasTable(table)) return [];
  const has = (column: string): boolean => handle.shape.has(`${table}.${column}`);
  const rows = await handle.readArrays(
    handle.db
      .selectFrom(`${table} as n`)
      .select(["n.id", "n.uuid", "n.deleted", "n.deleted_at", "n.vm_state", "n.task_state"])
      .select((eb) => [
        (has("display_name") ? eb.ref("n.display_name") : eb.lit(null)).as("name"),
        (has("project_id") ? eb.ref("n.project_id") : eb.lit(null)).as("project"),
        (has("created_at") ? eb.ref("n.created_at") : eb.lit(null)).as("created_at"),
        (has("hidden") ? eb.ref("n.hidden") : eb.lit(0)).as("hidden"),
      ])
      .where((eb) => ("uuids" in key ? eb("n.uuid", "in", [...key.uuids]) : eb("n.id", "in", [...key.ids]))),
  );
  return rows.map((row) => ({
    table,
    id: Number(row[0]),
    uuid: String(row[1]).toLowerCase(),
    deleted: Number(row[2] ?? 0) !== 0,
    deletedAt: row[3] as string | null,
    vmState: row[4] as string | null,
    taskState: row[5] as string | null,
    name: row[6] as string | null,
    project: row[7] as string | null,
    createdAt: row[8] as string | null,
    hidden: Number(row[9] ?? 0) !== 0,
  }));
}
