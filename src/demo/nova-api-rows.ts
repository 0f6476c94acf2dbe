import type { Server } from "./server.ts";
import type { Sink } from "./tables.ts";
import { stamp } from "./time.ts";

/** cell_mappings.id of each cell, in the order in which `writeCells` adds them. */
export const CELL_IDS = { nova_cell0: 1, nova_cell1: 2, nova_cell2: 3 } as const;

/** What cell_mappings.database_connection says of each cell. */
export type CellUrls = Readonly<Record<keyof typeof CELL_IDS, string>>;

/** Writes cell_mappings; cell2 is closed to new servers, which takes nothing from those in it. */
export function writeCells(sink: Sink, urls: CellUrls, createdAt: number): void {
  const cells = [
    ["nova_cell0", "00000000-0000-0000-0000-000000000000", "cell0", "none:///", 0],
    ["nova_cell1", "5c1e0a7e-5f0b-4c3e-9a66-0d9f1b1f7a01", "cell1", "rabbit://rabbit-1:5672/", 0],
    ["nova_cell2", "5c1e0a7e-5f0b-4c3e-9a66-0d9f1b1f7a02", "cell2", "rabbit://rabbit-2:5672/", 1],
  ] as const;
  for (const [database, uuid, name, transport_url, disabled] of cells) {
    const created_at = stamp(createdAt);
    sink.add("nova_api", "cell_mappings", {
      uuid,
      name,
      transport_url,
      database_connection: urls[database],
      disabled,
      created_at,
    });
  }
}

export function writeMapping(sink: Sink, server: Server, cellId: number | null): void {
  sink.add("nova_api", "instance_mappings", {
    instance_uuid: server.uuid,
    cell_id: cellId,
    project_id: server.project.id,
    user_id: server.userId,
    queued_for_delete: server.state === "deleted" || server.state === "soft-deleted" ? 1 : 0,
    created_at: stamp(server.createdAt),
  });
}

/** The serialised nova.objects.RequestSpec, with the parts that outlive scheduling. */
export function writeRequestSpec(sink: Sink, server: Server): void {
  const image = novaObject("ImageMeta", "1.8", { id: server.imageRef || null, min_disk: 20, min_ram: 0 });
  const flavor = novaObject("Flavor", "1.2", { name: "m1.small", memory_mb: 4096, vcpus: 2, root_gb: 20 });
  const fields = { image, flavor, project_id: server.project.id, user_id: server.userId, num_instances: 1 };
  const spec = novaObject("RequestSpec", "1.14", {
    instance_uuid: server.uuid,
    ...fields,
    availability_zone: null,
  });
  const created_at = stamp(server.createdAt);
  sink.add("nova_api", "request_specs", {
    instance_uuid: server.uuid,
    spec: JSON.stringify(spec),
    created_at,
  });
}

export function writeBuildRequest(sink: Sink, server: Server): void {
  const created = new Date(server.createdAt * 1000).toISOString().replace(".000Z", "Z");
  const instance = novaObject("Instance", "2.8", {
    uuid: server.uuid,
    display_name: server.name,
    project_id: server.project.id,
    user_id: server.userId,
    image_ref: server.imageRef,
    vm_state: "building",
    task_state: "scheduling",
    deleted: false,
    created_at: created,
  });
  sink.add("nova_api", "build_requests", {
    project_id: server.project.id,
    instance_uuid: server.uuid,
    instance: JSON.stringify(instance),
    block_device_mappings: JSON.stringify(novaObject("BlockDeviceMappingList", "1.18", { objects: [] })),
    created_at: stamp(server.createdAt),
  });
}

/** oslo.versionedobjects: VersionedObject.obj_to_primitive. */
function novaObject(name: string, version: string, data: object): object {
  return {
    "nova_object.name": name,
    "nova_object.namespace": "nova",
    "nova_object.version": version,
    "nova_object.data": data,
  };
}
