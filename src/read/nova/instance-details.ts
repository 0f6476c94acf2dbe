import type { CellHandle } from "./open-cell.ts";

/** What reports say of an instance beside its state. */
export interface InstanceDetails {
  readonly name: string | null;
  readonly project: string | null;
}

/**
 * Names and projects of instances, by uuid in lower case.
 * @param ids of rows of that table, at most some hundreds: the shadow table has no other index
 */
export async function readInstanceDetails(
  handle: CellHandle,
  table: "instances" | "shadow_instances",
  ids: readonly number[],
): Promise<ReadonlyMap<string, InstanceDetails>> {
  const { shape } = handle;
  const hasBoth = shape.has(`${table}.display_name`) && shape.has(`${table}.project_id`);
  if (ids.length === 0 || !hasBoth) return new Map();
  const rows = await handle.readArrays(
    handle.db
      .selectFrom(table)
      .select(["uuid", "display_name", "project_id"])
      .where("id", "in", [...ids]),
  );
  return new Map(
    rows.map(([uuid, name, project]) => [
      String(uuid).toLowerCase(),
      { name: name as string | null, project: project as string | null },
    ]),
  );
}
