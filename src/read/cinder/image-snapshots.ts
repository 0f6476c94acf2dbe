import type { CinderHandle } from "./open-cinder.ts";

/** A live snapshot in cinder that bears the name that nova gives to those of an image. */
export interface ImageSnapshot {
  readonly id: string;
  readonly projectId: string | null;
  readonly name: string;
  readonly volumeId: string;
  readonly createdAt: string | null;
}

const PER_PAGE = 4_000;
/** nova/compute/api.py: snapshot_volume_backed. */
const PREFIX = "snapshot for ";

/** Passes cinder's snapshots once in key order, for those that nova made for volume-backed images. */
export async function* readImageSnapshots(handle: CinderHandle): AsyncGenerator<readonly ImageSnapshot[]> {
  let after = "";
  for (;;) {
    const rows = await handle.readArrays(
      handle.db
        .selectFrom("snapshots")
        .select(["id", "project_id", "display_name", "volume_id", "created_at", "deleted"])
        .where("id", ">", after)
        .orderBy("id")
        .limit(PER_PAGE),
    );
    yield rows
      .filter(([, , name, , , deleted]) => Number(deleted ?? 0) === 0 && String(name).startsWith(PREFIX))
      .map(([id, projectId, name, volumeId, createdAt]) => ({
        id: String(id),
        projectId: projectId as string | null,
        name: String(name),
        volumeId: String(volumeId),
        createdAt: createdAt as string | null,
      }));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PER_PAGE) return;
    after = String(last[0]);
  }
}
