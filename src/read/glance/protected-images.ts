import type { GlanceHandle } from "./glance-handle.ts";

/**
 * Which of these images glance refuses to delete.
 * @param ids at most some thousand
 */
export async function readProtected(
  handle: GlanceHandle,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0 || !handle.shape.has("images.protected")) return new Set();
  const rows = await handle.readArrays(
    handle.db
      .selectFrom("images")
      .select("id")
      .where("id", "in", [...ids])
      .where("protected", "=", 1),
  );
  return new Set(rows.map(([id]) => String(id)));
}
