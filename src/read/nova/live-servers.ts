import { tableWithIndex } from "../../guard/fragments.ts";
import type { InstancesTable } from "../../schema/nova-cell.ts";
import type { CellHandle } from "./open-cell.ts";
import { indexHint } from "../index-hint.ts";

/** A server that is not deleted, as one cell has it. */
export interface LiveServer {
  readonly uuid: string;
  readonly projectId: string | null;
  readonly vmState: string | null;
  readonly launched: boolean;
  /** The copy of a cross-cell resize that does not count. */
  readonly hidden: boolean;
  /** When its row last changed: naive UTC text. */
  readonly changedAt: string | null;
  /** The image that it was booted from; null where it boots from a volume. */
  readonly imageId: string | null;
  /** Of a shelved server: where its disk is. */
  readonly shelvedImageId: string | null;
}

const PER_PAGE = 2_000;

/** All live servers of a cell in the order of their uuids, so that those of several cells can be merged. */
export async function* readLiveServers(handle: CellHandle): AsyncGenerator<readonly LiveServer[]> {
  let after = "";
  for (;;) {
    const rows = await handle.readArrays(pageAfter(handle, after));
    const shelved = await readShelvedImageIds(
      handle,
      rows.filter((row) => SHELVED.has(String(row[2]))).map((row) => String(row[0])),
    );
    yield rows.map((row) => serverOf(row, shelved));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PER_PAGE) return;
    after = String(last[0]);
  }
}

const SHELVED: ReadonlySet<string> = new Set(["shelved", "shelved_offloaded"]);

function pageAfter(handle: CellHandle, after: string) {
  const index =
    indexHint(handle, "instances", ["uuid", "deleted"]) ?? indexHint(handle, "instances", ["uuid"]);
  return handle.db
    .selectFrom(tableWithIndex<InstancesTable, "n">("instances", "n", index))
    .select((eb) => [
      "n.uuid",
      "n.project_id",
      "n.vm_state",
      "n.launched_at",
      "n.image_ref",
      "n.created_at",
      "n.updated_at",
      (handle.shape.has("instances.hidden") ? eb.ref("n.hidden") : eb.lit(null).$castTo<number | null>()).as(
        "hidden",
      ),
    ])
    .where("n.uuid", ">", after)
    .where("n.deleted", "=", 0)
    .orderBy("n.uuid")
    .limit(PER_PAGE);
}

async function readShelvedImageIds(
  handle: CellHandle,
  uuids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (uuids.length === 0 || !handle.shape.has("instance_system_metadata.key")) return new Map();
  const query = handle.db
    .selectFrom("instance_system_metadata")
    .select(["instance_uuid", "value"])
    .where("instance_uuid", "in", [...uuids])
    .where("key", "=", "shelved_image_id")
    .where("deleted", "=", 0)
    .where("value", "is not", null);
  return new Map((await handle.readArrays(query)).map((row) => [String(row[0]), String(row[1])]));
}

function serverOf(row: readonly unknown[], shelved: ReadonlyMap<string, string>): LiveServer {
  const [uuid, projectId, vmState, launchedAt, imageRef, createdAt, updatedAt, hidden] = row;
  return {
    uuid: String(uuid),
    projectId: projectId as string | null,
    vmState: vmState as string | null,
    launched: launchedAt !== null,
    hidden: Number(hidden ?? 0) !== 0,
    changedAt: (updatedAt ?? createdAt) as string | null,
    imageId: imageIdOf(imageRef as string | null),
    shelvedImageId: shelved.get(String(uuid)) ?? null,
  };
}

/** Very old rows have a URL that ends in the id. */
function imageIdOf(imageRef: string | null): string | null {
  return imageRef?.split("/").at(-1) || null;
}
