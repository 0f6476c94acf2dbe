import type { RootVolume, Server } from "./server.ts";
import type { Sink } from "./tables.ts";
import { HOUR, stamp, stampOrNull } from "./time.ts";

/** cinder's default volume type, `__DEFAULT__`. */
const VOLUME_TYPE = "9f2b6d1c-8a34-4a5e-b7c1-2d9e4f60a801";

/** A snapshot of a volume, as a volume-backed image leaves it in cinder. */
export interface DemoVolumeSnapshot {
  readonly id: string;
  readonly volume: RootVolume;
  readonly server: Server;
  /** The image that was asked for; nova names the snapshot after it. */
  readonly imageName: string;
  readonly createdAt: number;
  readonly deletedAt: number | null;
}

/**
 * Writes a root volume, its attachment, and the metadata of the image it was made from (cinder/volume/
 * volume_utils.py: get_volume_image_metadata). The attachment's row outlives the server, soft-deleted.
 */
export function writeRootVolume(sink: Sink, volume: RootVolume, server: Server): void {
  const created_at = stamp(volume.createdAt);
  const attached = server.state === "alive" || server.state === "soft-deleted";
  const ended = attached ? null : stampOrNull(server.endedAt);
  writeVolume(sink, volume, server, attached ? "in-use" : "available");
  sink.add("cinder", "volume_attachment", {
    id: volume.attachmentId,
    created_at,
    updated_at: ended,
    deleted_at: ended,
    deleted: attached ? 0 : 1,
    volume_id: volume.id,
    instance_uuid: server.uuid,
    attached_host: "compute-1",
    mountpoint: "/dev/vda",
    attach_time: created_at,
    detach_time: ended,
    attach_mode: "rw",
    attach_status: attached ? "attached" : "detached",
  });
}

/** Writes a volume that may be attached to nothing. */
export function writeVolume(
  sink: Sink,
  volume: RootVolume,
  owner: VolumeOwner,
  status: "in-use" | "available",
): void {
  const created_at = stamp(volume.createdAt);
  sink.add("cinder", "volumes", {
    id: volume.id,
    created_at,
    deleted: 0,
    user_id: owner.userId,
    project_id: owner.project.id,
    host: "cinder@rbd#rbd",
    size: volume.sizeGib,
    availability_zone: "nova",
    status,
    attach_status: status === "in-use" ? "attached" : "detached",
    display_name: `${owner.name}-root`,
    volume_type_id: VOLUME_TYPE,
    bootable: 1,
    multiattach: 0,
    use_quota: 1,
  });
  if (volume.madeFrom === null) return;
  const metadata = { ...volume.madeFrom.properties, image_id: volume.madeFrom.imageId, disk_format: "raw" };
  for (const [key, value] of Object.entries(metadata)) {
    sink.add("cinder", "volume_glance_metadata", {
      created_at,
      deleted: 0,
      volume_id: volume.id,
      key,
      value,
    });
  }
}

type VolumeOwner = Pick<Server, "name" | "project" | "userId">;

/** Writes a cinder snapshot, named as nova/compute/api.py: snapshot_volume_backed names it. */
export function writeVolumeSnapshot(sink: Sink, snapshot: DemoVolumeSnapshot): void {
  const { server, volume } = snapshot;
  const deleted_at = stampOrNull(snapshot.deletedAt);
  sink.add("cinder", "snapshots", {
    id: snapshot.id,
    created_at: stamp(snapshot.createdAt),
    updated_at: deleted_at ?? stamp(snapshot.createdAt + HOUR / 60),
    deleted_at,
    deleted: deleted_at === null ? 0 : 1,
    volume_id: volume.id,
    user_id: server.userId,
    project_id: server.project.id,
    status: deleted_at === null ? "available" : "deleted",
    progress: "100%",
    volume_size: volume.sizeGib,
    display_name: `snapshot for ${snapshot.imageName}`,
    display_description: null,
    volume_type_id: VOLUME_TYPE,
    use_quota: 1,
  });
}
