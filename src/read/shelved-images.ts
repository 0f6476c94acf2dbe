import type { CellHandle } from "./open-cell.ts";
import { rangesById } from "./ranges-by-id.ts";

/**
 * Tells which images the shelved servers of a cell will be unshelved from: losing one loses the server's disk.
 * nova/compute/manager.py: _shelve_instance writes the key after the upload.
 * @returns whether the table was there to be read
 */
export async function readShelvedImages(
  handle: CellHandle,
  found: (imageId: string, server: string) => void,
): Promise<boolean> {
  if (!handle.shape.hasTable("instance_system_metadata")) return false;
  const pages = rangesById(handle, "instances", (after, upTo) =>
    handle.readArrays(
      handle.db
        .selectFrom("instances as n")
        .innerJoin("instance_system_metadata as m", "m.instance_uuid", "n.uuid")
        .select(["m.key", "m.value", "n.uuid"])
        .where("n.id", ">", after)
        .where("n.id", "<=", upTo)
        .where("n.deleted", "=", 0)
        .where("n.vm_state", "in", ["shelved", "shelved_offloaded"])
        .where("m.key", "=", "shelved_image_id")
        .where("m.deleted", "=", 0),
    ),
  );
  for await (const page of pages) {
    for (const [key, value, server] of page) {
      // The collation may have let another spelling through.
      if (key === "shelved_image_id" && value !== null) found(String(value), String(server).toLowerCase());
    }
  }
  return true;
}
