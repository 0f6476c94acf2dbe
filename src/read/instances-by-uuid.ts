import type { InstanceFacts } from "../judge/image-facts.ts";
import type { NovaHandle } from "./open-nova.ts";

/**
 * What one cell knows about these instances; the unique index on uuid serves it.
 * @param uuids lower case, at most some hundreds
 */
export async function readInstances(
  handle: NovaHandle,
  uuids: readonly string[],
): Promise<ReadonlyMap<string, InstanceFacts>> {
  if (uuids.length === 0) return new Map();
  const query = handle.db
    .selectFrom("instances")
    .select(["uuid", "deleted", "deleted_at", "task_state", "project_id"])
    .where("uuid", "in", [...uuids]);
  const rows = await handle.readArrays(query);
  return new Map(rows.map((row) => [String(row[0]).toLowerCase(), factsOf(row)]));
}

/** A soft-deleted server has deleted_at set but deleted = 0: it can be restored (nova/compute/api.py: soft_delete). */
function factsOf([, deleted, deletedAt, taskState, projectId]: readonly unknown[]): InstanceFacts {
  const gone = Number(deleted ?? 0) !== 0;
  return {
    deletedAt: gone ? (deletedAt as string | null) : null,
    taskState: taskState as string | null,
    projectId: projectId as string | null,
  };
}
