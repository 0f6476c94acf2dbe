import { attachedAt, type Attachment } from "../../judge/attachment.ts";
import type { CinderHandle } from "./open-cinder.ts";

/** A snapshot of a volume, as cinder has it. */
export interface VolumeSnapshot {
  readonly id: string;
  readonly volumeId: string;
  readonly status: string | null;
  readonly deleted: boolean;
  readonly sizeGib: number;
  /** How the volume was attached when the snapshot was made: to which server. */
  readonly attachment: Attachment | undefined;
}

/**
 * The snapshots of these ids that cinder has a row of, deleted ones too. A server is found through the volume's
 * attachments, of which rows remain when they end (cinder/db/sqlalchemy/api.py: volume_detached).
 * @param ids lower case, at most some hundreds
 */
export async function readVolumeSnapshots(
  handle: CinderHandle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, VolumeSnapshot>> {
  if (ids.length === 0) return new Map();
  const rows = await handle.readArrays(
    handle.db
      .selectFrom("snapshots")
      .select(["id", "volume_id", "status", "deleted", "volume_size", "created_at"])
      .where("id", "in", [...ids]),
  );
  const attachments = await readAttachments(handle, [...new Set(rows.map((row) => String(row[1])))]);
  return new Map(
    rows.map(([id, volumeId, status, deleted, sizeGib, createdAt]) => [
      String(id).toLowerCase(),
      {
        id: String(id),
        volumeId: String(volumeId),
        status: status as string | null,
        deleted: Number(deleted ?? 0) !== 0,
        sizeGib: Number(sizeGib ?? 0),
        attachment:
          createdAt === null
            ? undefined
            : attachedAt(attachments.get(String(volumeId)) ?? [], String(createdAt)),
      },
    ]),
  );
}

async function readAttachments(
  handle: CinderHandle,
  volumes: readonly string[],
): Promise<ReadonlyMap<string, Attachment[]>> {
  if (volumes.length === 0 || !handle.shape.has("volume_attachment.instance_uuid")) return new Map();
  const rows = await handle.readArrays(
    handle.db
      .selectFrom("volume_attachment")
      .select(["volume_id", "instance_uuid", "attach_time", "created_at", "detach_time", "deleted_at"])
      .where("volume_id", "in", [...volumes])
      .where("instance_uuid", "is not", null),
  );
  const byVolume = new Map<string, Attachment[]>();
  for (const [volume, instance, attachTime, createdAt, detachTime, deletedAt] of rows) {
    const list = byVolume.get(String(volume)) ?? [];
    byVolume.set(String(volume), list);
    list.push({
      instance: String(instance).toLowerCase(),
      from: (attachTime ?? createdAt) as string | null,
      until: (detachTime ?? deletedAt) as string | null,
    });
  }
  return byVolume;
}
