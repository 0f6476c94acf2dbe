/** How one table is written. */
export interface TableSpec {
  readonly columns: readonly string[];
  /** The AUTO_INCREMENT that `id` is drawn from; a shadow table keeps the ids of the table it archives. */
  readonly sequence?: string;
  /** nova/db/main/models.py: in a cell `deleted` becomes the row's id, not 1. */
  readonly deletedIsId?: true;
}

const INSTANCE_COLUMNS = [
  "id",
  "created_at",
  "updated_at",
  "deleted_at",
  "deleted",
  "uuid",
  "user_id",
  "project_id",
  "image_ref",
  "launch_index",
  "key_name",
  "power_state",
  "vm_state",
  "task_state",
  "memory_mb",
  "vcpus",
  "hostname",
  "host",
  "node",
  "reservation_id",
  "launched_at",
  "terminated_at",
  "display_name",
  "availability_zone",
  "locked",
  "launched_on",
  "instance_type_id",
  "root_device_name",
  "root_gb",
  "ephemeral_gb",
  "cleaned",
  "hidden",
] as const;

const FLAGS = ["created_at", "updated_at", "deleted_at", "deleted"] as const;

/** Every table that the demo fills, and the columns it gives values for; the others stay at their default. */
export const TABLES = {
  images: {
    columns: [
      "id",
      "name",
      "size",
      "status",
      ...FLAGS,
      "disk_format",
      "container_format",
      "checksum",
      "owner",
      "min_disk",
      "min_ram",
      "protected",
      "virtual_size",
      "visibility",
      "os_hidden",
      "os_hash_algo",
      "os_hash_value",
    ],
  },
  image_properties: { columns: ["id", "image_id", "name", "value", ...FLAGS], sequence: "image_properties" },
  image_locations: {
    columns: ["id", "image_id", "value", "meta_data", "status", ...FLAGS],
    sequence: "image_locations",
  },
  image_members: {
    columns: ["id", "image_id", "member", "can_share", "status", ...FLAGS],
    sequence: "image_members",
  },
  image_tags: { columns: ["id", "image_id", "value", ...FLAGS], sequence: "image_tags" },
  tasks: {
    columns: ["id", "type", "status", "owner", "expires_at", ...FLAGS, "image_id", "request_id", "user_id"],
  },
  task_info: { columns: ["task_id", "input", "result", "message"] },

  instances: { columns: INSTANCE_COLUMNS, sequence: "instances", deletedIsId: true },
  shadow_instances: { columns: INSTANCE_COLUMNS, sequence: "instances", deletedIsId: true },
  instance_system_metadata: {
    columns: ["id", "instance_uuid", "key", "value", ...FLAGS],
    sequence: "instance_system_metadata",
    deletedIsId: true,
  },
  block_device_mapping: {
    columns: [
      "id",
      "instance_uuid",
      "uuid",
      ...FLAGS,
      "source_type",
      "destination_type",
      "device_type",
      "disk_bus",
      "device_name",
      "boot_index",
      "delete_on_termination",
      "image_id",
      "snapshot_id",
      "volume_id",
      "volume_size",
      "attachment_id",
    ],
    sequence: "block_device_mapping",
    deletedIsId: true,
  },
  instance_actions: {
    columns: [
      "id",
      "created_at",
      "deleted",
      "action",
      "instance_uuid",
      "request_id",
      "user_id",
      "project_id",
      "start_time",
    ],
    sequence: "instance_actions",
  },

  cell_mappings: {
    columns: [
      "id",
      "uuid",
      "name",
      "transport_url",
      "database_connection",
      "disabled",
      "created_at",
      "updated_at",
    ],
    sequence: "cell_mappings",
  },
  instance_mappings: {
    columns: [
      "id",
      "instance_uuid",
      "cell_id",
      "project_id",
      "user_id",
      "queued_for_delete",
      "created_at",
      "updated_at",
    ],
    sequence: "instance_mappings",
  },
  build_requests: {
    columns: [
      "id",
      "project_id",
      "instance_uuid",
      "instance",
      "block_device_mappings",
      "created_at",
      "updated_at",
    ],
    sequence: "build_requests",
  },
  request_specs: {
    columns: ["id", "instance_uuid", "spec", "created_at", "updated_at"],
    sequence: "request_specs",
  },

  volumes: {
    columns: [
      "id",
      ...FLAGS,
      "user_id",
      "project_id",
      "host",
      "size",
      "availability_zone",
      "status",
      "attach_status",
      "display_name",
      "snapshot_id",
      "source_volid",
      "volume_type_id",
      "bootable",
      "multiattach",
      "use_quota",
    ],
  },
  snapshots: {
    columns: [
      "id",
      ...FLAGS,
      "volume_id",
      "user_id",
      "project_id",
      "status",
      "progress",
      "volume_size",
      "display_name",
      "display_description",
      "volume_type_id",
      "use_quota",
    ],
  },
  volume_attachment: {
    columns: [
      "id",
      ...FLAGS,
      "volume_id",
      "instance_uuid",
      "attached_host",
      "mountpoint",
      "attach_time",
      "detach_time",
      "attach_mode",
      "attach_status",
    ],
  },
  volume_glance_metadata: {
    columns: ["id", ...FLAGS, "volume_id", "snapshot_id", "key", "value"],
    sequence: "volume_glance_metadata",
  },

  project: {
    columns: ["id", "name", "extra", "description", "enabled", "domain_id", "parent_id", "is_domain"],
  },
} as const satisfies Record<string, TableSpec>;
