import type { Kysely } from "kysely";
import { autoIncrement, mediumtext, required } from "../column-types.ts";
import { createTable } from "../create-table.ts";
import type { Engine } from "../engine.ts";

/**
 * nova/db/api/migrations/versions at Zed: d67eeaabee36_initial_version.py,
 * b30f573d3377_remove_unused_build_requests_columns.py.
 */
export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createCellMappings(db, engine);
  await createInstanceMappings(db, engine);
  await createBuildRequests(db, engine);
  await createRequestSpecs(db, engine);
}

async function createCellMappings(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "cell_mappings",
    columns: (table) =>
      table
        .addColumn("created_at", "datetime")
        .addColumn("updated_at", "datetime")
        .addColumn("id", "integer", autoIncrement(engine))
        .addColumn("uuid", "varchar(36)", required)
        .addColumn("name", "varchar(255)")
        .addColumn("transport_url", "text")
        .addColumn("database_connection", "text")
        .addColumn("disabled", "boolean"),
    unique: { uniq_cell_mappings0uuid: ["uuid"] },
    indexes: { uuid_idx: ["uuid"] },
  });
}

async function createInstanceMappings(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "instance_mappings",
    columns: (table) =>
      table
        .addColumn("created_at", "datetime")
        .addColumn("updated_at", "datetime")
        .addColumn("id", "integer", autoIncrement(engine))
        .addColumn("instance_uuid", "varchar(36)", required)
        .addColumn("cell_id", "integer")
        .addColumn("project_id", "varchar(255)", required)
        .addColumn("queued_for_delete", "boolean")
        .addColumn("user_id", "varchar(255)")
        .addForeignKeyConstraint("instance_mappings_ibfk_1", ["cell_id"], "cell_mappings", ["id"]),
    unique: { uniq_instance_mappings0instance_uuid: ["instance_uuid"] },
    indexes: {
      cell_id: ["cell_id"],
      instance_mappings_user_id_project_id_idx: ["user_id", "project_id"],
      project_id_idx: ["project_id"],
      instance_uuid_idx: ["instance_uuid"],
    },
  });
}

async function createBuildRequests(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "build_requests",
    columns: (table) =>
      table
        .addColumn("created_at", "datetime")
        .addColumn("updated_at", "datetime")
        .addColumn("id", "integer", autoIncrement(engine))
        .addColumn("project_id", "varchar(255)", required)
        .addColumn("instance_uuid", "varchar(36)")
        .addColumn("instance", mediumtext)
        .addColumn("block_device_mappings", mediumtext)
        .addColumn("tags", "text"),
    unique: { uniq_build_requests0instance_uuid: ["instance_uuid"] },
    indexes: {
      build_requests_project_id_idx: ["project_id"],
      build_requests_instance_uuid_idx: ["instance_uuid"],
    },
  });
}

async function createRequestSpecs(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "request_specs",
    columns: (table) =>
      table
        .addColumn("created_at", "datetime")
        .addColumn("updated_at", "datetime")
        .addColumn("id", "integer", autoIncrement(engine))
        .addColumn("instance_uuid", "varchar(36)", required)
        .addColumn("spec", mediumtext, required),
    unique: { uniq_request_specs0instance_uuid: ["instance_uuid"] },
    indexes: { request_spec_instance_uuid_idx: ["instance_uuid"] },
  });
}
