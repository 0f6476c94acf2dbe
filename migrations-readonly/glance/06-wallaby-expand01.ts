import type { Kysely } from "kysely";

/**
 * glance/db/sqlalchemy/alembic_migrations/versions/wallaby_expand01_add_user_imageid_requestid_to_tasks.py.
 * Before it, only task_info.input tells which image a task is about.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("tasks").addColumn("image_id", "varchar(36)").execute();
  await db.schema.alterTable("tasks").addColumn("request_id", "varchar(64)").execute();
  await db.schema.alterTable("tasks").addColumn("user_id", "varchar(64)").execute();
  await db.schema.createIndex("ix_tasks_image_id").on("tasks").column("image_id").execute();
}
