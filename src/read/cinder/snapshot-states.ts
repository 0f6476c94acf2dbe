import type { CinderHandle } from "./open-cinder.ts";

/**
 * The status of each of these cinder snapshots, "deleted" where its row is; those without a row are left out.
 * @param ids lower case, at most some hundreds
 */
export async function readSnapshotStates(
  handle: CinderHandle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const query = handle.db
    .selectFrom("snapshots")
    .select(["id", "status", "deleted"])
    .where("id", "in", [...ids]);
  const rows = await handle.readArrays(query);
  return new Map(
    rows.map(([id, status, deleted]) => [
      String(id).toLowerCase(),
      Number(deleted ?? 0) === 0 ? String(status) : "deleted",
    ]),
  );
}
