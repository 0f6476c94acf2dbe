import { tableWithIndex } from "../../guard/fragments.ts";
import { blockDevicesOf, type BlockDevices } from "../../judge/block-devices.ts";
import type { ImagePropertiesTable } from "../../schema/glance.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { BLOCK_DEVICES } from "./naming-properties.ts";
import { indexHint } from "../index-hint.ts";

/**
 * The block devices of volume-backed images, by image id as the database spells it.
 * @param images at most some hundreds
 * @param removed whether soft-deleted rows count too
 */
export async function readBlockDevices(
  handle: GlanceHandle,
  images: readonly string[],
  removed: boolean,
): Promise<ReadonlyMap<string, BlockDevices>> {
  if (images.length === 0) return new Map();
  const index = indexHint(handle, "image_properties", ["image_id", "name"]);
  const rows = await handle.readArrays(
    handle.db
      .selectFrom(tableWithIndex<ImagePropertiesTable, "p">("image_properties", "p", index))
      .select(["p.image_id", "p.name", "p.value"])
      .where("p.image_id", "in", [...images])
      .where("p.name", "=", BLOCK_DEVICES)
      .where("p.deleted", "<=", removed ? 1 : 0),
  );
  // The collation may have let another spelling of the name through.
  const exact = rows.filter(([, name]) => name === BLOCK_DEVICES);
  return new Map(exact.map(([id, , value]) => [String(id), blockDevicesOf(value as string | null)]));
}
