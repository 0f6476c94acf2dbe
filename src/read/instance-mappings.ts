import type { NovaApiHandle } from "./open-nova-api.ts";
import { batches } from "./pages-by-id.ts";

const PER_BATCH = 1_000;

/**
 * Tells in which cell each of these instances is mapped, null while it has none yet. A mapping alone proves
 * nothing of the instance's life, and neither does its queued_for_delete (nova/objects/instance_mapping.py).
 * @param uuids lower case
 */
export async function readInstanceMappings(
  api: NovaApiHandle,
  uuids: Iterable<string>,
  found: (uuid: string, cellId: number | null) => void,
): Promise<void> {
  for (const batch of batches(uuids, PER_BATCH)) {
    const rows = await api.readArrays(
      api.db
        .selectFrom("instance_mappings")
        .select(["instance_uuid", "cell_id"])
        .where("instance_uuid", "in", batch),
    );
    for (const [uuid, cellId] of rows) found(String(uuid).toLowerCase(), cellId as number | null);
  }
}

/**
 * Tells which of these instances have a build request: they are in no cell yet (nova/objects/build_request.py).
 * @returns false if there is no such table that could be read
 */
export async function readBuildRequests(
  api: NovaApiHandle,
  uuids: Iterable<string>,
  found: (uuid: string) => void,
): Promise<boolean> {
  if (!api.shape.has("build_requests.instance_uuid")) return false;
  for (const batch of batches(uuids, PER_BATCH)) {
    const rows = await api.readArrays(
      api.db.selectFrom("build_requests").select("instance_uuid").where("instance_uuid", "in", batch),
    );
    for (const [uuid] of rows) found(String(uuid).toLowerCase());
  }
  return true;
}
