import type { ReadonlyQueryCreator } from "kysely/readonly";
import type { Handle, Service } from "../connect/handle.ts";

interface VersionTables {
  alembic_version: { version_num: string };
  migrate_version: { version: number | null };
}

/** Any service's database: the migrations of all of them keep the same books. */
type AnyHandle = Pick<Handle<Service, unknown>, "db" | "readArrays" | "shape">;

/**
 * What alembic noted down: of glance one revision, or two while an upgrade stands half-way.
 * @returns empty where there is no such table, or none that could be read
 */
export async function readSchemaRevisions(handle: AnyHandle): Promise<readonly string[]> {
  if (!handle.shape.has("alembic_version.version_num")) return [];
  const query = versionsOf(handle).selectFrom("alembic_version").select("version_num");
  return (await handle.readArrays(query)).map((row) => String(row[0]));
}

/** The number of sqlalchemy-migrate, which alembic left in its table; undefined where there is none. */
export async function readMigrateVersion(handle: AnyHandle): Promise<number | undefined> {
  if (!handle.shape.has("migrate_version.version")) return undefined;
  const query = versionsOf(handle).selectFrom("migrate_version").select("version");
  const version = (await handle.readArrays(query))[0]?.[0];
  return typeof version === "number" ? version : undefined;
}

function versionsOf(handle: AnyHandle): ReadonlyQueryCreator<VersionTables> {
  return handle.db;
}
