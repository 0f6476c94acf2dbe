import type { CountedNeed } from "../judge/holds.ts";
import type { LiveServer } from "./instances.ts";
import type { CellHandle } from "./open-cell.ts";
import { rangesById } from "./ranges-by-id.ts";

/** Takes what servers need; image ids are as nova stores them. */
export interface ServerNeeds {
  count(need: CountedNeed, imageId: string): void;
  /** A server is being shelved: its image has this name, and nova has not noted its id yet. */
  shelvingUnder(imageName: string, server: string): void;
}

/** What a live server needs: the image it was booted from, since a rebuild or a rescue fetches it again. */
export function noteNeedsOf(server: LiveServer, needs: ServerNeeds): void {
  // The copy in the other cell, during a cross-cell resize, would count the server twice.
  if (server.hidden) return;
  if (server.imageRef) needs.count("booted", imageIn(server.imageRef));
  if (/^(un)?shelving/.test(server.taskState ?? "")) {
    needs.shelvingUnder(`${server.displayName}-shelved`, server.uuid);
  }
}

/**
 * Tells which images else the live servers of a cell need: their bases (nova/virt/libvirt/driver.py:
 * _rebase_original_qcow2_image), and those that their volumes were made from.
 * @returns whether all tables and columns that could show a need of a server were there to be read
 */
export async function readNeedsInCell(handle: CellHandle, needs: ServerNeeds): Promise<boolean> {
  const { shape } = handle;
  const hasMetadata = shape.hasTable("instance_system_metadata");
  if (hasMetadata) await readBases(handle, needs);
  const hasDevices = shape.has("block_device_mapping.image_id");
  if (hasDevices) await readVolumesFromImages(handle, needs);
  return hasMetadata && hasDevices && shape.has("instances.image_ref");
}

/** Very old rows have a URL that ends in the image's id. */
function imageIn(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

async function readBases(handle: CellHandle, needs: ServerNeeds): Promise<void> {
  const pages = rangesById(handle, "instance_system_metadata", (after, upTo) =>
    handle.readArrays(
      handle.db
        .selectFrom("instance_system_metadata as m")
        .innerJoin("instances as n", "n.uuid", "m.instance_uuid")
        .select(["m.key", "m.value"])
        .where("m.id", ">", after)
        .where("m.id", "<=", upTo)
        .where("m.key", "=", "image_base_image_ref")
        .where("m.deleted", "=", 0)
        .where("n.deleted", "=", 0),
    ),
  );
  for await (const page of pages) {
    for (const [key, value] of page) {
      // The collation may have let another spelling through.
      if (key === "image_base_image_ref" && value) needs.count("base-of", String(value));
    }
  }
}

async function readVolumesFromImages(handle: CellHandle, needs: ServerNeeds): Promise<void> {
  const pages = rangesById(handle, "block_device_mapping", (after, upTo) =>
    handle.readArrays(
      handle.db
        .selectFrom("block_device_mapping as b")
        .innerJoin("instances as n", "n.uuid", "b.instance_uuid")
        .select(["b.image_id", "b.destination_type"])
        .where("b.id", ">", after)
        .where("b.id", "<=", upTo)
        .where("b.deleted", "=", 0)
        .where("b.image_id", "is not", null)
        .where("n.deleted", "=", 0),
    ),
  );
  for await (const page of pages) {
    for (const [imageId, destination] of page) {
      // A local disk made from an image is a server that was booted from it, and counted as that.
      if (imageId && destination !== "local") needs.count("boots-volume", String(imageId));
    }
  }
}
