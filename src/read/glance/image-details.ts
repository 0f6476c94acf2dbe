import type { GlanceHandle } from "./glance-handle.ts";

/** What the row of an image says beside what verdicts need. */
export interface ImageDetails {
  /** glance refuses to delete it. */
  readonly protected: boolean;
  /** Left out of lists, usable by its id all the same; since Rocky. */
  readonly hidden: boolean;
  readonly containerFormat: string | null;
  readonly checksum: string | null;
}

/**
 * More about these images, by id as the database spells it.
 * @param ids at most some hundreds
 */
export async function readImageDetails(
  handle: GlanceHandle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ImageDetails>> {
  const { shape } = handle;
  const rows = await handle.readArrays(
    handle.db
      .selectFrom("images as i")
      .select((eb) => [
        "i.id",
        (shape.has("images.protected") ? eb.ref("i.protected") : eb.lit(0)).as("protected"),
        (shape.has("images.os_hidden") ? eb.ref("i.os_hidden") : eb.lit(0)).as("hidden"),
        (shape.has("images.container_format") ? eb.ref("i.container_format") : eb.lit(null)).as("container"),
        (shape.has("images.checksum") ? eb.ref("i.checksum") : eb.lit(null)).as("checksum"),
      ])
      .where("i.id", "in", [...ids]),
  );
  return new Map(
    rows.map(([id, isProtected, hidden, container, checksum]) => [
      String(id),
      {
        protected: Number(isProtected) !== 0,
        hidden: Number(hidden) !== 0,
        containerFormat: container as string | null,
        checksum: checksum as string | null,
      },
    ]),
  );
}
