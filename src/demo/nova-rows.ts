import { inheritedProperties } from "./nova-properties.ts";
import { CELL_IDS, writeBuildRequest, writeMapping, writeRequestSpec } from "./nova-api-rows.ts";
import { indexOfName, Random, randomOf, STREAM } from "./random.ts";
import type { Server } from "./server.ts";
import type { DatabaseName, Row, Sink } from "./tables.ts";
import { HOUR, stamp, stampOrNull } from "./time.ts";

/** Writes all that nova has of a server in its state (see nova/compute/api.py: delete, soft_delete; cmd/manage.py: archive). */
export function writeServer(sink: Sink, server: Server): void {
  switch (server.state) {
    case "alive":
    case "soft-deleted":
    case "deleted":
      writeInstance(sink, server, server.cell, "instances");
      writeMapping(sink, server, CELL_IDS[server.cell]);
      writeRequestSpec(sink, server);
      break;
    case "archived":
      writeInstance(sink, server, server.cell, "shadow_instances");
      break;
    case "building":
      writeBuildRequest(sink, server);
      writeMapping(sink, server, null);
      writeRequestSpec(sink, server);
      break;
    case "stale-mapping":
      writeMapping(sink, server, CELL_IDS[server.cell]);
      break;
    case "untraceable":
  }
}

/** Writes the row of a server in one cell, with its metadata and block devices unless it is archived. */
export function writeInstance(
  sink: Sink,
  server: Server,
  cell: Extract<DatabaseName, `nova_cell${number}`>,
  table: "instances" | "shadow_instances",
  overrides: Row<"instances"> = {},
): void {
  const ended = stampOrNull(server.endedAt);
  const failed = cell === "nova_cell0";
  const host = failed ? null : `compute-${indexOfName(server.uuid) & 63}`;
  sink.add(cell, table, {
    created_at: stamp(server.createdAt),
    updated_at: ended ?? stamp(server.createdAt + HOUR),
    deleted_at: ended,
    deleted: isDeleted(server) ? 1 : 0,
    uuid: server.uuid,
    user_id: server.userId,
    project_id: server.project.id,
    image_ref: server.imageRef,
    launch_index: 0,
    power_state: server.vmState === "active" ? 1 : 4,
    vm_state: server.vmState,
    task_state: server.taskState,
    memory_mb: 4096,
    vcpus: 2,
    hostname: server.name,
    host,
    node: host,
    reservation_id: `r-${server.uuid.slice(0, 8)}`,
    launched_at: failed ? null : stamp(server.createdAt + 40),
    terminated_at: isDeleted(server) ? ended : null,
    display_name: server.name,
    availability_zone: failed ? null : "nova",
    locked: 0,
    launched_on: host,
    instance_type_id: 1,
    root_device_name: "/dev/vda",
    root_gb: 20,
    ephemeral_gb: 0,
    cleaned: isDeleted(server) ? 1 : 0,
    hidden: 0,
    ...overrides,
  });
  if (table === "shadow_instances" || failed) return;
  writeSystemMetadata(sink, server, cell);
  writeBlockDevice(sink, server, cell);
}

function isDeleted(server: Server): boolean {
  return server.state === "deleted" || server.state === "archived";
}

/** Rows of a deleted server are soft-deleted with it (nova/db/main/api.py: instance_destroy). */
function flagsOf(server: Server) {
  const created_at = stamp(server.createdAt);
  if (!isDeleted(server)) return { created_at, deleted: 0 };
  return { created_at, deleted_at: stampOrNull(server.endedAt), deleted: 1 };
}

function writeSystemMetadata(sink: Sink, server: Server, cell: DatabaseName): void {
  const flags = flagsOf(server);
  const ofImage = { ...inheritedProperties(server), min_disk: "20", disk_format: "qcow2" };
  const keys = { ...prefixed(ofImage), ...server.systemMetadata };
  for (const [key, value] of Object.entries(keys)) {
    sink.add(cell, "instance_system_metadata", { instance_uuid: server.uuid, key, value, ...flags });
  }
}

const OWN_KEYS = new Set(["boot_roles", "owner_project_name", "owner_user_name"]);

/** nova/utils.py: get_system_metadata_from_image prefixes what comes from the image, and that alone. */
function prefixed(properties: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [OWN_KEYS.has(name) ? name : `image_${name}`, value]),
  );
}

function writeBlockDevice(sink: Sink, server: Server, cell: DatabaseName): void {
  const volume = server.rootVolume;
  const source = volume?.madeFrom ? "image" : "volume";
  sink.add(cell, "block_device_mapping", {
    ...flagsOf(server),
    instance_uuid: server.uuid,
    uuid: randomOf(server.uuid).uuid(),
    source_type: volume === null ? "image" : source,
    destination_type: volume === null ? "local" : "volume",
    device_type: "disk",
    disk_bus: "virtio",
    device_name: "/dev/vda",
    boot_index: 0,
    delete_on_termination: volume === null ? 1 : 0,
    image_id: volume === null ? server.imageRef : (volume.madeFrom?.imageId ?? null),
    volume_id: volume?.id ?? null,
    volume_size: volume?.sizeGib ?? null,
    attachment_id: volume?.attachmentId ?? null,
  });
}

/** Notes that a user asked for an image of a server (nova/compute/api.py: snapshot, backup, shelve; since 17.0.0). */
export function writeAction(sink: Sink, server: Server, action: SnapshotAction, at: number): void {
  const time = stamp(at);
  sink.add(server.cell, "instance_actions", {
    created_at: time,
    start_time: time,
    deleted: 0,
    action,
    instance_uuid: server.uuid,
    request_id: `req-${new Random(indexOfName(server.uuid), STREAM.named, at).uuid()}`,
    user_id: server.userId,
    project_id: server.project.id,
  });
}

export type SnapshotAction = "createImage" | "createBackup" | "shelve";
