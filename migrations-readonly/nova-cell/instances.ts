import type { Kysely } from "kysely";
import { autoIncrement, enumOf, mediumtext, required } from "../column-types.ts";
import { createTable, type TableDraft } from "../create-table.ts";
import type { Engine } from "../engine.ts";

/** Live and deleted servers, and those that `nova-manage db archive_deleted_rows` has moved away. */
export async function createInstances(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "instances",
    columns: (table) => instanceColumns(table, engine),
    unique: { uniq_instances0uuid: ["uuid"], uuid: ["uuid"] },
    indexes: {
      instances_project_id_idx: ["project_id"],
      instances_host_deleted_cleaned_idx: ["host", "deleted", "cleaned"],
      instances_updated_at_project_id_idx: ["updated_at", "project_id"],
      instances_project_id_deleted_idx: ["project_id", "deleted"],
      instances_reservation_id_idx: ["reservation_id"],
      instances_deleted_created_at_idx: ["deleted", "created_at"],
      instances_task_state_updated_at_idx: ["task_state", "updated_at"],
      instances_uuid_deleted_idx: ["uuid", "deleted"],
      instances_terminated_at_launched_at_idx: ["terminated_at", "launched_at"],
      instances_host_node_deleted_idx: ["host", "node", "deleted"],
    },
  });
  // Shadow tables have no index but the primary key: nova/db/main/migrations, _create_shadow_tables.
  await createTable(db, engine, {
    name: "shadow_instances",
    columns: (table) => instanceColumns(table, engine),
  });
}

function instanceColumns(table: TableDraft, engine: Engine): TableDraft {
  return table
    .addColumn("created_at", "datetime")
    .addColumn("updated_at", "datetime")
    .addColumn("deleted_at", "datetime")
    .addColumn("id", "integer", autoIncrement(engine))
    .addColumn("internal_id", "integer")
    .addColumn("user_id", "varchar(255)")
    .addColumn("project_id", "varchar(255)")
    .addColumn("image_ref", "varchar(255)")
    .addColumn("kernel_id", "varchar(255)")
    .addColumn("ramdisk_id", "varchar(255)")
    .addColumn("launch_index", "integer")
    .addColumn("key_name", "varchar(255)")
    .addColumn("key_data", mediumtext)
    .addColumn("power_state", "integer")
    .addColumn("vm_state", "varchar(255)")
    .addColumn("memory_mb", "integer")
    .addColumn("vcpus", "integer")
    .addColumn("hostname", "varchar(255)")
    .addColumn("host", "varchar(255)")
    .addColumn("user_data", mediumtext)
    .addColumn("reservation_id", "varchar(255)")
    .addColumn("launched_at", "datetime")
    .addColumn("terminated_at", "datetime")
    .addColumn("display_name", "varchar(255)")
    .addColumn("display_description", "varchar(255)")
    .addColumn("availability_zone", "varchar(255)")
    .addColumn("locked", "boolean")
    .addColumn("os_type", "varchar(255)")
    .addColumn("launched_on", mediumtext)
    .addColumn("instance_type_id", "integer")
    .addColumn("vm_mode", "varchar(255)")
    .addColumn("uuid", "varchar(36)", required)
    .addColumn("architecture", "varchar(255)")
    .addColumn("root_device_name", "varchar(255)")
    .addColumn("access_ip_v4", "varchar(39)")
    .addColumn("access_ip_v6", "varchar(39)")
    .addColumn("config_drive", "varchar(255)")
    .addColumn("task_state", "varchar(255)")
    .addColumn("default_ephemeral_device", "varchar(255)")
    .addColumn("default_swap_device", "varchar(255)")
    .addColumn("progress", "integer")
    .addColumn("auto_disk_config", "boolean")
    .addColumn("shutdown_terminate", "boolean")
    .addColumn("disable_terminate", "boolean")
    .addColumn("root_gb", "integer")
    .addColumn("ephemeral_gb", "integer")
    .addColumn("cell_name", "varchar(255)")
    .addColumn("node", "varchar(255)")
    .addColumn("deleted", "integer")
    .addColumn("locked_by", enumOf(engine, ["owner", "admin"]))
    .addColumn("cleaned", "integer")
    .addColumn("ephemeral_key_uuid", "varchar(36)")
    .addColumn("hidden", "boolean");
}
