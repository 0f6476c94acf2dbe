import type { Kysely } from "kysely";

/** glance/db/sqlalchemy/alembic_migrations/versions/rocky_expand01_add_os_hidden.py */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("images")
    .addColumn("os_hidden", "boolean", (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex("os_hidden_image_idx").on("images").column("os_hidden").execute();
}
