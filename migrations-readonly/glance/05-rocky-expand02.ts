import type { Kysely } from "kysely";

/** glance/db/sqlalchemy/alembic_migrations/versions/rocky_expand02_add_os_hash_.py */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("images").addColumn("os_hash_algo", "varchar(64)").execute();
  await db.schema.alterTable("images").addColumn("os_hash_value", "varchar(128)").execute();
  await db.schema.createIndex("os_hash_value_image_idx").on("images").column("os_hash_value").execute();
}
