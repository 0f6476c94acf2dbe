import type { NovaApiHandle } from "./open-nova-api.ts";
import { batches, isPassCheaper, pagesById } from "./pages-by-id.ts";
import { spellings } from "./uuid-spellings.ts";

const PER_BATCH = 1_000;
const PER_PAGE = 4_000;

/**
 * Tells in which cell instances are mapped, null while they have none yet: of these, and where most of the table is
 * wanted of all. A mapping alone proves nothing of the instance's life, and neither does its queued_for_delete
 * (nova/objects/instance_mapping.py).
 * @param uuids lower case
 * @param count how many they are
 */
export async function readInstanceMappings(
  api: NovaApiHandle,
  uuids: Iterable<string>,
  count: number,
  found: (uuid: string, cellId: number | null) => void,
): Promise<void> {
  if (isPassCheaper(api.shape.rowEstimate("instance_mappings"), count)) {
    const queryAfter = (after: number) =>
      api.db
        .selectFrom("instance_mappings")
        .select(["id", "instance_uuid", "cell_id"])
        .where("id", ">", after)
        .orderBy("id")
        .limit(PER_PAGE);
    for await (const page of pagesById(api, PER_PAGE, queryAfter)) {
      for (const [, uuid, cellId] of page) found(String(uuid).toLowerCase(), cellId as number | null);
    }
    return;
  }
  const spelled = spellings(api.shape, "instance_mappings.instance_uuid", uuids);
  for (const batch of batches(spelled, PER_BATCH)) {
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
 * Tells which instances have a build request: they are in no cell yet (nova/objects/build_request.py). The table
 * holds only what is being built, so all of it is read.
 * @returns false if there is no such table that could be read
 */
export async function readBuildRequests(api: NovaApiHandle, found: (uuid: string) => void): Promise<boolean> {
  if (!api.shape.has("build_requests.instance_uuid")) return false;
  const queryAfter = (after: number) =>
    api.db
      .selectFrom("build_requests")
      .select(["id", "instance_uuid"])
      .where("id", ">", after)
      .where("instance_uuid", "is not", null)
      .orderBy("id")
      .limit(PER_PAGE);
  for await (const page of pagesById(api, PER_PAGE, queryAfter)) {
    for (const [, uuid] of page) found(String(uuid).toLowerCase());
  }
  return true;
}
