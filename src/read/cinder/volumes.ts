import type { CinderHandle } from "./open-cinder.ts";

/** A volume of cinder. */
export interface Volume {
  readonly id: string;
  readonly name: string | null;
  readonly status: string | null;
  readonly sizeGib: number | null;
  readonly deleted: boolean;
}

/**
 * The volumes of these ids that cinder has a row of, deleted ones too.
 * @param ids at most some hundreds
 */
export async function readVolumes(
  handle: CinderHandle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Volume>> {
  if (ids.length === 0) return new Map();
  const { shape } = handle;
  const rows = await handle.readArrays(
    handle.db
      .selectFrom("volumes as v")
      .select(["v.id", "v.deleted"])
      .select((eb) => [
        (shape.has("volumes.status") ? eb.ref("v.status") : eb.lit(null)).as("status"),
        (shape.has("volumes.size") ? eb.ref("v.size") : eb.lit(null)).as("size"),
        (shape.has("volumes.display_name") ? eb.ref("v.display_name") : eb.lit(null)).as("name"),
      ])
      .where("v.id", "in", [...ids]),
  );
  return new Map(
    rows.map(([id, deleted, status, size, name]) => [
      String(id).toLowerCase(),
      {
        id: String(id),
        name: name as string | null,
        status: status as string | null,
        sizeGib: size as number | null,
        deleted: Number(deleted ?? 0) !== 0,
      },
    ]),
  );
}
