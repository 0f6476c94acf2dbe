import type { Kysely } from "kysely";
import { autoIncrement, primaryKey, required } from "../column-types.ts";
import { createTable } from "../create-table.ts";
import type { Engine } from "../engine.ts";

/**
 * cinder/db/migrations/versions at Zed: 921e1a36b076_initial.py, c92a3e68beed_make_shared_targets_nullable.py.
 * Foreign keys to tables that we do not build (groups, services, cgsnapshots, ...) are left out, their indexes are not.
 */
export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createVolumes(db, engine);
  await createSnapshots(db, engine);
  await createVolumeGlanceMetadata(db, engine);
  await createVolumeAttachment(db, engine);
  await createImageVolumeCacheEntries(db, engine);
}

async function createVolumes(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "volumes",
    columns: (table) =>
      table
        .addColumn("created_at", "datetime")
        .addColumn("updated_at", "datetime")
        .addColumn("deleted_at", "datetime")
        .addColumn("deleted", "boolean")
        .addColumn("id", "varchar(36)", primaryKey)
        .addColumn("ec2_id", "varchar(255)")
        .addColumn("user_id", "varchar(255)")
        .addColumn("project_id", "varchar(255)")
        .addColumn("host", "varchar(255)")
        .addColumn("size", "integer")
        .addColumn("availability_zone", "varchar(255)")
        .addColumn("status", "varchar(255)")
        .addColumn("attach_status", "varchar(255)")
        .addColumn("scheduled_at", "datetime")
        .addColumn("launched_at", "datetime")
        .addColumn("terminated_at", "datetime")
        .addColumn("display_name", "varchar(255)")
        .addColumn("display_description", "varchar(255)")
        .addColumn("provider_location", "varchar(256)")
        .addColumn("provider_auth", "varchar(256)")
        .addColumn("snapshot_id", "varchar(36)")
        .addColumn("volume_type_id", "varchar(36)", required)
        .addColumn("source_volid", "varchar(36)")
        .addColumn("bootable", "boolean")
        .addColumn("provider_geometry", "varchar(255)")
        .addColumn("_name_id", "varchar(36)")
        .addColumn("encryption_key_id", "varchar(36)")
        .addColumn("migration_status", "varchar(255)")
        .addColumn("replication_status", "varchar(255)")
        .addColumn("replication_extended_status", "varchar(255)")
        .addColumn("replication_driver_data", "varchar(255)")
        .addColumn("consistencygroup_id", "varchar(36)")
        .addColumn("provider_id", "varchar(255)")
        .addColumn("multiattach", "boolean")
        .addColumn("previous_status", "varchar(255)")
        .addColumn("cluster_name", "varchar(255)")
        .addColumn("group_id", "varchar(36)")
        .addColumn("service_uuid", "varchar(36)")
        .addColumn("shared_targets", "boolean")
        .addColumn("use_quota", "boolean"),
    indexes: {
      ix_volumes_group_id: ["group_id"],
      volumes_service_uuid_idx: ["service_uuid", "deleted"],
      ix_volumes_consistencygroup_id: ["consistencygroup_id"],
    },
  });
}

async function createSnapshots(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "snapshots",
    columns: (table) =>
      table
        .addColumn("created_at", "datetime")
        .addColumn("updated_at", "datetime")
        .addColumn("deleted_at", "datetime")
        .addColumn("deleted", "boolean")
        .addColumn("id", "varchar(36)", primaryKey)
        .addColumn("volume_id", "varchar(36)", required)
        .addColumn("user_id", "varchar(255)")
        .addColumn("project_id", "varchar(255)")
        .addColumn("status", "varchar(255)")
        .addColumn("progress", "varchar(255)")
        .addColumn("volume_size", "integer")
        .addColumn("scheduled_at", "datetime")
        .addColumn("display_name", "varchar(255)")
        .addColumn("display_description", "varchar(255)")
        .addColumn("provider_location", "varchar(255)")
        .addColumn("encryption_key_id", "varchar(36)")
        .addColumn("volume_type_id", "varchar(36)", required)
        .addColumn("cgsnapshot_id", "varchar(36)")
        .addColumn("provider_id", "varchar(255)")
        .addColumn("provider_auth", "varchar(255)")
        .addColumn("group_snapshot_id", "varchar(36)")
        .addColumn("use_quota", "boolean")
        .addForeignKeyConstraint("snapshots_volume_id_fkey", ["volume_id"], "volumes", ["id"]),
    indexes: {
      ix_snapshots_volume_id: ["volume_id"],
      ix_snapshots_group_snapshot_id: ["group_snapshot_id"],
      ix_snapshots_cgsnapshot_id: ["cgsnapshot_id"],
    },
  });
}

async function createVolumeGlanceMetadata(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "volume_glance_metadata",
    columns: (table) =>
      table
        .addColumn("created_at", "datetime")
        .addColumn("updated_at", "datetime")
        .addColumn("deleted_at", "datetime")
        .addColumn("deleted", "boolean")
        .addColumn("id", "integer", autoIncrement(engine))
        .addColumn("volume_id", "varchar(36)")
        .addColumn("snapshot_id", "varchar(36)")
        .addColumn("key", "varchar(255)")
        .addColumn("value", "text")
        .addForeignKeyConstraint("volume_glance_metadata_ibfk_1", ["volume_id"], "volumes", ["id"])
        .addForeignKeyConstraint("volume_glance_metadata_ibfk_2", ["snapshot_id"], "snapshots", ["id"]),
    indexes: {
      ix_volume_glance_metadata_snapshot_id: ["snapshot_id"],
      ix_volume_glance_metadata_volume_id: ["volume_id"],
    },
  });
}

async function createVolumeAttachment(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "volume_attachment",
    columns: (table) =>
      table
        .addColumn("created_at", "datetime")
        .addColumn("updated_at", "datetime")
        .addColumn("deleted_at", "datetime")
        .addColumn("deleted", "boolean")
        .addColumn("id", "varchar(36)", primaryKey)
        .addColumn("volume_id", "varchar(36)", required)
        .addColumn("attached_host", "varchar(255)")
        .addColumn("instance_uuid", "varchar(36)")
        .addColumn("mountpoint", "varchar(255)")
        .addColumn("attach_time", "datetime")
        .addColumn("detach_time", "datetime")
        .addColumn("attach_mode", "varchar(36)")
        .addColumn("attach_status", "varchar(255)")
        .addColumn("connection_info", "text")
        .addColumn("connector", "text")
        .addForeignKeyConstraint("volume_attachment_ibfk_1", ["volume_id"], "volumes", ["id"]),
    indexes: { ix_volume_attachment_volume_id: ["volume_id"] },
  });
}

async function createImageVolumeCacheEntries(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "image_volume_cache_entries",
    columns: (table) =>
      table
        .addColumn("image_updated_at", "datetime")
        .addColumn("id", "integer", autoIncrement(engine))
        .addColumn("host", "varchar(255)", required)
        .addColumn("image_id", "varchar(36)", required)
        .addColumn("volume_id", "varchar(36)", required)
        .addColumn("size", "integer", required)
        .addColumn("last_used", "datetime", required)
        .addColumn("cluster_name", "varchar(255)"),
    indexes: {
      ix_image_volume_cache_entries_image_id: ["image_id"],
      ix_image_volume_cache_entries_host: ["host"],
    },
  });
}
