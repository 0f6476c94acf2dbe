import type { CellHandle } from "./open-cell.ts";
import { batches } from "../pages-by-id.ts";
import { rangesById } from "../ranges-by-id.ts";

/** What nova notes of a server once its image is uploaded (nova/compute/manager.py: _shelve_instance). */
export const SHELVED_IMAGE = "shelved_image_id";
const SHELVED = ["shelved", "shelved_offloaded"];
const PER_BATCH = 500;

/** Whether a server of this vm_state is shelved. */
export function isShelved(vmState: string | null): boolean {
  return SHELVED.includes(vmState ?? "");
}

/** The live servers of a cell that are shelved, page by page. */
export async function* readShelvedServers(handle: CellHandle): AsyncGenerator<string[]> {
  const pages = rangesById(handle, "instances", (after, upTo) =>
    handle.db
      .selectFrom("instances")
      .select("uuid")
      .where("id", ">", after)
      .where("id", "<=", upTo)
      .where("deleted", "=", 0)
      .where("vm_state", "in", SHELVED),
  );
  for await (const page of pages) yield page.map(([uuid]) => String(uuid));
}

/**
 * Tells which images these shelved servers will be unshelved from: losing one loses the server's disk.
 * @returns whether the table was there to be read
 */
export async function readShelvedImages(
  handle: CellHandle,
  servers: readonly string[],
  found: (imageId: string, server: string) => void,
): Promise<boolean> {
  if (!handle.shape.hasTable("instance_system_metadata")) return false;
  for (const batch of batches(servers, PER_BATCH)) {
    const rows = await handle.readArrays(
      handle.db
        .selectFrom("instance_system_metadata")
        .select(["key", "value", "instance_uuid"])
        .where("instance_uuid", "in", batch)
        .where("key", "=", SHELVED_IMAGE)
        .where("deleted", "=", 0),
    );
    for (const [key, value, server] of rows) {
      // The collation may have let another spelling through.
      if (key === SHELVED_IMAGE && value !== null) found(String(value), String(server).toLowerCase());
    }
  }
  return true;
}
