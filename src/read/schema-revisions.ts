import type { GlanceHandle } from "./glance-handle.ts";

/** What glance's migrations noted down: one revision, or two while an upgrade stands half-way. */
export async function readSchemaRevisions(handle: GlanceHandle): Promise<readonly string[]> {
  if (!handle.shape.has("alembic_version.version_num")) return [];
  const rows = await handle.readArrays(handle.db.selectFrom("alembic_version").select("version_num"));
  return rows.map((row) => String(row[0]));
}
