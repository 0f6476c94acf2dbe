import type { Kysely } from "kysely";
import { primaryKey } from "./column-types.ts";
import { createTable } from "./create-table.ts";
import type { Engine } from "./engine.ts";
import type { Generation } from "./steps.ts";

interface VersionTables {
  alembic_version: { version_num: string };
  migrate_version: { repository_id: string; repository_path: string; version: number };
}

/** Leaves behind what sqlalchemy-migrate and alembic would have noted down about this generation. */
export async function recordGeneration(
  db: Kysely<VersionTables>,
  engine: Engine,
  { alembicVersion, migrateVersion }: Generation,
): Promise<void> {
  if (migrateVersion !== undefined) {
    await recordMigrateVersion(db, engine, migrateVersion);
  }
  if (alembicVersion.length > 0) {
    await recordAlembicVersion(db, engine, alembicVersion);
  }
}

async function recordMigrateVersion(
  db: Kysely<VersionTables>,
  engine: Engine,
  version: number,
): Promise<void> {
  await createTable(db as Kysely<unknown>, engine, {
    name: "migrate_version",
    columns: (table) =>
      table
        .addColumn("repository_id", "varchar(250)", primaryKey)
        .addColumn("repository_path", "text")
        .addColumn("version", "integer"),
  });
  // glance/db/sqlalchemy/migrate_repo/migrate.cfg has the id; the path is wherever the package was installed.
  const repository_path = "/usr/lib/python2.7/dist-packages/glance/db/sqlalchemy/migrate_repo";
  await db
    .insertInto("migrate_version")
    .values({ repository_id: "Glance Migrations", repository_path, version })
    .execute();
}

async function recordAlembicVersion(
  db: Kysely<VersionTables>,
  engine: Engine,
  revisions: readonly string[],
): Promise<void> {
  await createTable(db as Kysely<unknown>, engine, {
    name: "alembic_version",
    columns: (table) => table.addColumn("version_num", "varchar(32)", primaryKey),
  });
  await db
    .insertInto("alembic_version")
    .values(revisions.map((revision) => ({ version_num: revision })))
    .execute();
}
