import type { CountedNeed } from "../judge/holds.ts";
import type { CellHandle } from "./open-cell.ts";
import { rangesById } from "./ranges-by-id.ts";

/** Takes what servers need; image ids are as nova stores them. */
export interface ServerNeeds {
  count(need: CountedNeed, imageId: string): void;
  /** A server is being shelved: its image has this name, and nova has not noted its id yet. */
  shelvingUnder(imageName: string, server: string): void;
}

/**
 * Tells which images the live servers of a cell need: those they were booted from (a rebuild or a rescue fetches
 * them again), their bases (nova/virt/libvirt/driver.py: _rebase_original_qcow2_image), and those that their
 * volumes were made from.
 * @returns whether all tables that could show a need were there to be read
 */
export async function readNeedsInCell(handle: CellHandle, needs: ServerNeeds): Promise<boolean> {
  const { shape } = handle;
  if (!shape.has("instances.image_ref")) return false;
  await readBooted(handle, needs);
  const hasMetadata = shape.hasTable("instance_system_metadata");
  if (hasMetadata) await readBases(handle, needs);
  const hasDevices = shape.has("block_device_mapping.image_id");
  if (hasDevices) await readVolumesFromImages(handle, needs);
  return hasMetadata && hasDevices;
}

async function readBooted(handle: CellHandle, needs: ServerNeeds): Promise<void> {
  const { db, shape } = handle;
  const pages = rangesById(handle, "instances", (after, upTo) =>
    handle.readArrays(
      db
        .selectFrom("instances as n")
        .select(["n.image_ref", "n.uuid", "n.task_state", "n.display_name"])
        .select((eb) => (shape.has("instances.hidden") ? eb.ref("n.hidden") : eb.lit(0)).as("hidden"))
        .where("n.id", ">", after)
        .where("n.id", "<=", upTo)
        .where("n.deleted", "=", 0),
    ),
  );
  for await (const page of pages) {
    for (const [imageRef, uuid, taskState, displayName, hidden] of page) {
      // The copy in the other cell, during a cross-cell resize, would count the server twice.
      if (Number(hidden ?? 0) !== 0) continue;
      if (imageRef) needs.count("booted", imageIn(String(imageRef)));
      if (/^(un)?shelving/.test(String(taskState ?? ""))) {
        needs.shelvingUnder(`${String(displayName)}-shelved`, String(uuid).toLowerCase());
      }
    }
  }
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
