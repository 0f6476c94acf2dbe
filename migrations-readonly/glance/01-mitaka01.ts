import type { Kysely } from "kysely";

/**
 * glance/db/sqlalchemy/alembic_migrations/versions/mitaka01_add_image_created_updated_idx.py;
 * in Mitaka itself migrate_repo/versions/043_add_image_created_updated_idx.py.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex("created_at_image_idx").on("images").column("created_at").execute();
  await db.schema.createIndex("updated_at_image_idx").on("images").column("updated_at").execute();
}
