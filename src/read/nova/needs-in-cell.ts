import { tableWithIndex } from "../../guard/fragments.ts";
import type { CountedNeed } from "../../judge/holds.ts";
import type { BlockDeviceMappingTable, InstanceSystemMetadataTable } from "../../schema/nova-cell.ts";
import type { LiveServer } from "./instances.ts";
import type { CellHandle } from "./open-cell.ts";
import { isShelved, SHELVED_IMAGE } from "./shelved-images.ts";
import { indexHint } from "../index-hint.ts";
import { rangesById } from "../ranges-by-id.ts";

/** Takes what servers need; image ids are as nova stores them. */
export interface ServerNeeds {
  count(need: CountedNeed, imageId: string): void;
  /** The same of the hidden row of a server that a cross-cell resize has in two cells. */
  countCopy(need: CountedNeed, imageId: string, server: string): void;
  /** A server will be unshelved from this image. */
  shelvedInto(imageId: string, server: string): void;
  /** A server is being shelved: its image has this name, and nova has not noted its id yet. */
  shelvingUnder(imageName: string, server: string): void;
}

/** What a live server needs: the image it was booted from, since a rebuild or a rescue fetches it again. */
export function noteNeedsOf(server: LiveServer, needs: ServerNeeds): void {
  if (server.imageRef) countIn(needs)("booted", imageIn(server.imageRef), server.uuid, server.hidden);
  if (/^(un)?shelving/.test(server.taskState ?? "")) {
    needs.shelvingUnder(`${server.displayName}-shelved`, server.uuid);
  }
}

/** What nova notes of a server's image: its base. */
const BASE = "image_base_image_ref";

/**
 * Tells which images else the live servers of a cell need: their bases (nova/virt/libvirt/driver.py:
 * _rebase_original_qcow2_image), those that they are shelved into, and those that their volumes were made from.
 * @returns whether all tables and columns that could show a need of a server were there to be read
 */
export async function readNeedsInCell(handle: CellHandle, needs: ServerNeeds): Promise<boolean> {
  const { shape } = handle;
  const hasMetadata = shape.hasTable("instance_system_metadata");
  if (hasMetadata) await readNoted(handle, needs);
  const hasDevices = shape.has("block_device_mapping.image_id");
  if (hasDevices) await readVolumesFromImages(handle, needs);
  return hasMetadata && hasDevices && shape.has("instances.image_ref");
}

/** A hidden row would count its server twice, so it is kept apart until it is known whether there is another. */
function countIn(needs: ServerNeeds) {
  return (need: CountedNeed, image: string, server: unknown, hidden: unknown): void => {
    if (Number(hidden ?? 0) === 0) needs.count(need, image);
    else needs.countCopy(need, image, String(server).toLowerCase());
  };
}

/** Very old rows have a URL that ends in the image's id. */
function imageIn(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

async function readNoted(handle: CellHandle, needs: ServerNeeds): Promise<void> {
  const count = countIn(needs);
  // Left alone the optimizer begins with all instances, and does so for every range.
  const primary = indexHint(handle, "instance_system_metadata", ["id"]);
  const pages = rangesById(handle, "instance_system_metadata", (after, upTo) =>
    handle.db
      .selectFrom(tableWithIndex<InstanceSystemMetadataTable, "m">("instance_system_metadata", "m", primary))
      .innerJoin("instances as n", "n.uuid", "m.instance_uuid")
      .select(["m.key", "m.value", "n.uuid", "n.vm_state"])
      .$if(handle.shape.has("instances.hidden"), (query) => query.select("n.hidden"))
      .where("m.id", ">", after)
      .where("m.id", "<=", upTo)
      .where("m.key", "in", [BASE, SHELVED_IMAGE])
      .where("m.deleted", "=", 0)
      .where("n.deleted", "=", 0),
  );
  for await (const page of pages) {
    for (const [key, value, uuid, vmState, hidden] of page) {
      // The collation may have let another spelling through.
      if (key === BASE && value) count("base-of", String(value), uuid, hidden);
      else if (key === SHELVED_IMAGE && value && isShelved(vmState as string | null))
        needs.shelvedInto(String(value), String(uuid).toLowerCase());
    }
  }
}

async function readVolumesFromImages(handle: CellHandle, needs: ServerNeeds): Promise<void> {
  const count = countIn(needs);
  const primary = indexHint(handle, "block_device_mapping", ["id"]);
  const pages = rangesById(handle, "block_device_mapping", (after, upTo) =>
    handle.db
      .selectFrom(tableWithIndex<BlockDeviceMappingTable, "b">("block_device_mapping", "b", primary))
      .innerJoin("instances as n", "n.uuid", "b.instance_uuid")
      .select(["b.image_id", "b.destination_type", "n.uuid"])
      .$if(handle.shape.has("instances.hidden"), (query) => query.select("n.hidden"))
      .where("b.id", ">", after)
      .where("b.id", "<=", upTo)
      .where("b.deleted", "=", 0)
      .where("b.image_id", "is not", null)
      .where("n.deleted", "=", 0),
  );
  for await (const page of pages) {
    for (const [imageId, destination, uuid, hidden] of page) {
      // A local disk made from an image is a server that was booted from it, and counted as that.
      if (imageId && destination !== "local") count("boots-volume", String(imageId), uuid, hidden);
    }
  }
}
