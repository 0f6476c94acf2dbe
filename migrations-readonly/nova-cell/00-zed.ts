import type { Kysely } from "kysely";
import { autoIncrement, mediumtext, required } from "../column-types.ts";
import { createTable } from "../create-table.ts";
import type { Engine } from "../engine.ts";
import { createInstances } from "./instances.ts";

/**
 * nova/db/main/migrations/versions at Zed: 8f2f1571d55b_initial_version.py, 16f1fbcab42b_resolve_shadow_table_diffs.py,
 * ccb0fa1a2252_add_encryption_fields_to_.py.
 */
export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createInstances(db, engine);
  await createInstanceSystemMetadata(db, engine);
  await createBlockDeviceMapping(db, engine);
  await createInstanceActions(db, engine);
}

async function createInstanceSystemMetadata(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "instance_system_metadata",
    columns: (table) =>
      table
        .addColumn("created_at", "datetime")
        .addColumn("updated_at", "datetime")
        .addColumn("deleted_at", "datetime")
        .addColumn("id", "integer", autoIncrement(engine))
        .addColumn("instance_uuid", "varchar(36)", required)
        .addColumn("key", "varchar(255)", required)
        .addColumn("value", "varchar(255)")
        .addColumn("deleted", "integer")
        .addForeignKeyConstraint("instance_system_metadata_ibfk_1", ["instance_uuid"], "instances", ["uuid"]),
    indexes: { instance_uuid: ["instance_uuid"] },
  });
}

async function createBlockDeviceMapping(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "block_device_mapping",
    columns: (table) =>
      table
        .addColumn("created_at", "datetime")
        .addColumn("updated_at", "datetime")
        .addColumn("deleted_at", "datetime")
        .addColumn("id", "integer", autoIncrement(engine))
        .addColumn("device_name", "varchar(255)")
        .addColumn("delete_on_termination", "boolean")
        .addColumn("snapshot_id", "varchar(36)")
        .addColumn("volume_id", "varchar(36)")
        .addColumn("volume_size", "integer")
        .addColumn("no_device", "boolean")
        .addColumn("connection_info", mediumtext)
        .addColumn("instance_uuid", "varchar(36)")
        .addColumn("deleted", "integer")
        .addColumn("source_type", "varchar(255)")
        .addColumn("destination_type", "varchar(255)")
        .addColumn("guest_format", "varchar(255)")
        .addColumn("device_type", "varchar(255)")
        .addColumn("disk_bus", "varchar(255)")
        .addColumn("boot_index", "integer")
        .addColumn("image_id", "varchar(36)")
        .addColumn("tag", "varchar(255)")
        .addColumn("attachment_id", "varchar(36)")
        .addColumn("uuid", "varchar(36)")
        .addColumn("volume_type", "varchar(255)")
        .addColumn("encrypted", "boolean")
        .addColumn("encryption_secret_uuid", "varchar(36)")
        .addColumn("encryption_format", "varchar(128)")
        .addColumn("encryption_options", "varchar(4096)")
        .addForeignKeyConstraint("block_device_mapping_instance_uuid_fkey", ["instance_uuid"], "instances", [
          "uuid",
        ]),
    unique: { uniq_block_device_mapping0uuid: ["uuid"] },
    indexes: {
      block_device_mapping_instance_uuid_device_name_idx: ["instance_uuid", "device_name"],
      snapshot_id: ["snapshot_id"],
      volume_id: ["volume_id"],
      block_device_mapping_instance_uuid_volume_id_idx: ["instance_uuid", "volume_id"],
      block_device_mapping_instance_uuid_idx: ["instance_uuid"],
    },
  });
}

async function createInstanceActions(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "instance_actions",
    columns: (table) =>
      table
        .addColumn("created_at", "datetime")
        .addColumn("updated_at", "datetime")
        .addColumn("deleted_at", "datetime")
        .addColumn("id", "integer", autoIncrement(engine))
        .addColumn("action", "varchar(255)")
        .addColumn("instance_uuid", "varchar(36)")
        .addColumn("request_id", "varchar(255)")
        .addColumn("user_id", "varchar(255)")
        .addColumn("project_id", "varchar(255)")
        .addColumn("start_time", "datetime")
        .addColumn("finish_time", "datetime")
        .addColumn("message", "varchar(255)")
        .addColumn("deleted", "integer")
        .addForeignKeyConstraint("fk_instance_actions_instance_uuid", ["instance_uuid"], "instances", [
          "uuid",
        ]),
    indexes: {
      instance_actions_instance_uuid_updated_at_idx: ["instance_uuid", "updated_at"],
      request_id_idx: ["request_id"],
      instance_uuid_idx: ["instance_uuid"],
    },
  });
}
