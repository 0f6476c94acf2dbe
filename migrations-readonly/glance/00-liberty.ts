import type { Kysely } from "kysely";
import { autoIncrement, primaryKey, required } from "../column-types.ts";
import { createTable, type TableDraft } from "../create-table.ts";
import type { Engine } from "../engine.ts";

/**
 * glance/db/sqlalchemy/alembic_migrations/versions/liberty_initial.py (add_images_tables.py, add_tasks_tables.py);
 * in Liberty itself glance/db/sqlalchemy/migrate_repo/versions/001 to 042.
 */
export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createImages(db, engine);
  await createImageProperties(db, engine);
  await createImageLocations(db, engine);
  await createImageMembers(db, engine);
  await createImageTags(db, engine);
  await createTasks(db, engine);
}

function timestamps(table: TableDraft): TableDraft {
  return table
    .addColumn("created_at", "datetime", required)
    .addColumn("updated_at", "datetime")
    .addColumn("deleted_at", "datetime")
    .addColumn("deleted", "boolean", required);
}

function ofImage(table: TableDraft, foreignKey: string): TableDraft {
  return table
    .addColumn("image_id", "varchar(36)", required)
    .addForeignKeyConstraint(foreignKey, ["image_id"], "images", ["id"]);
}

async function createImages(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "images",
    columns: (table) =>
      table
        .addColumn("id", "varchar(36)", primaryKey)
        .addColumn("name", "varchar(255)")
        .addColumn("size", "bigint")
        .addColumn("status", "varchar(30)", required)
        .addColumn("is_public", "boolean", required)
        .$call(timestamps)
        .addColumn("disk_format", "varchar(20)")
        .addColumn("container_format", "varchar(20)")
        .addColumn("checksum", "varchar(32)")
        .addColumn("owner", "varchar(255)")
        .addColumn("min_disk", "integer", required)
        .addColumn("min_ram", "integer", required)
        .addColumn("protected", "boolean", (column) => column.notNull().defaultTo(0))
        .addColumn("virtual_size", "bigint"),
    indexes: {
      checksum_image_idx: ["checksum"],
      ix_images_deleted: ["deleted"],
      ix_images_is_public: ["is_public"],
      owner_image_idx: ["owner"],
    },
  });
}

async function createImageProperties(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "image_properties",
    columns: (table) =>
      table
        .addColumn("id", "integer", autoIncrement(engine))
        .$call((draft) => ofImage(draft, "image_properties_ibfk_1"))
        .addColumn("name", "varchar(255)", required)
        .addColumn("value", "text")
        .$call(timestamps),
    unique: { ix_image_properties_image_id_name: ["image_id", "name"] },
    indexes: { ix_image_properties_deleted: ["deleted"], ix_image_properties_image_id: ["image_id"] },
  });
}

async function createImageLocations(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "image_locations",
    columns: (table) =>
      table
        .addColumn("id", "integer", autoIncrement(engine))
        .$call((draft) => ofImage(draft, "image_locations_ibfk_1"))
        .addColumn("value", "text", required)
        .$call(timestamps)
        .addColumn("meta_data", "text")
        .addColumn("status", "varchar(30)", (column) => column.notNull().defaultTo("active")),
    indexes: { ix_image_locations_deleted: ["deleted"], ix_image_locations_image_id: ["image_id"] },
  });
}

async function createImageMembers(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "image_members",
    columns: (table) =>
      table
        .addColumn("id", "integer", autoIncrement(engine))
        .$call((draft) => ofImage(draft, "image_members_ibfk_1"))
        .addColumn("member", "varchar(255)", required)
        .addColumn("can_share", "boolean", required)
        .$call(timestamps)
        .addColumn("status", "varchar(20)", (column) => column.notNull().defaultTo("pending")),
    unique: { image_members_image_id_member_deleted_at_key: ["image_id", "member", "deleted_at"] },
    indexes: {
      ix_image_members_deleted: ["deleted"],
      ix_image_members_image_id: ["image_id"],
      ix_image_members_image_id_member: ["image_id", "member"],
    },
  });
}

async function createImageTags(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "image_tags",
    columns: (table) =>
      table
        .addColumn("id", "integer", autoIncrement(engine))
        .$call((draft) => ofImage(draft, "image_tags_ibfk_1"))
        .addColumn("value", "varchar(255)", required)
        .$call(timestamps),
    indexes: {
      ix_image_tags_image_id: ["image_id"],
      ix_image_tags_image_id_tag_value: ["image_id", "value"],
    },
  });
}

async function createTasks(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "tasks",
    columns: (table) =>
      table
        .addColumn("id", "varchar(36)", primaryKey)
        .addColumn("type", "varchar(30)", required)
        .addColumn("status", "varchar(30)", required)
        .addColumn("owner", "varchar(255)", required)
        .addColumn("expires_at", "datetime")
        .$call(timestamps),
    indexes: {
      ix_tasks_deleted: ["deleted"],
      ix_tasks_owner: ["owner"],
      ix_tasks_status: ["status"],
      ix_tasks_type: ["type"],
      ix_tasks_updated_at: ["updated_at"],
    },
  });
  await createTable(db, engine, {
    name: "task_info",
    columns: (table) =>
      table
        .addColumn("task_id", "varchar(36)", primaryKey)
        .addColumn("input", "text")
        .addColumn("result", "text")
        .addColumn("message", "text")
        .addForeignKeyConstraint("task_info_ibfk_1", ["task_id"], "tasks", ["id"]),
  });
}
