import type { CellHandle } from "./open-cell.ts";

const PER_PAGE = 2_000;

/**
 * The images that shelved servers of one cell will be unshelved from: losing one loses the server's disk.
 * nova/compute/manager.py: _shelve_instance writes the key after the upload.
 */
export async function readShelvedImages(handle: CellHandle): Promise<ReadonlySet<string>> {
  const images = new Set<string>();
  if (!handle.shape.hasTable("instance_system_metadata")) return images;
  let after = 0;
  for (;;) {
    const rows = await handle.readArrays(
      handle.db
        .selectFrom("instances as n")
        .innerJoin("instance_system_metadata as m", "m.instance_uuid", "n.uuid")
        .select(["n.id", "m.value"])
        .where("n.deleted", "=", 0)
        .where("n.vm_state", "in", ["shelved", "shelved_offloaded"])
        .where("m.key", "=", "shelved_image_id")
        .where("m.deleted", "=", 0)
        .where("n.id", ">", after)
        .orderBy("n.id")
        .limit(PER_PAGE),
    );
    for (const row of rows) if (row[1] !== null) images.add(String(row[1]).toLowerCase());
    const last = rows.at(-1);
    if (last === undefined || rows.length < PER_PAGE) return images;
    after = Number(last[0]);
  }
}
