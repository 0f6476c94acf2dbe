import type { Service } from "../engine.ts";

export interface GrantedTable {
  readonly name: string;
  /** Why a sound database may lack it. MySQL and MariaDB refuse a grant on a missing table. */
  readonly mayLack?: string;
}

/** Every table that the tool reads; nothing else is asked for. */
export const GRANTED_TABLES: Record<Service, readonly GrantedTable[]> = {
  glance: [
    { name: "images" },
    { name: "image_properties" },
    { name: "image_members" },
    { name: "image_locations" },
    { name: "image_tags" },
    { name: "tasks" },
    { name: "task_info" },
    { name: "alembic_version" },
    { name: "migrate_version", mayLack: "only in databases made before Ocata" },
  ],
  "nova-cell": [
    { name: "instances" },
    { name: "shadow_instances" },
    { name: "instance_system_metadata" },
    { name: "block_device_mapping" },
    { name: "instance_actions" },
  ],
  "nova-api": [
    { name: "cell_mappings" },
    { name: "instance_mappings" },
    { name: "build_requests" },
    { name: "request_specs" },
  ],
  cinder: [
    { name: "volumes" },
    { name: "snapshots" },
    { name: "volume_glance_metadata" },
    { name: "volume_attachment" },
    { name: "image_volume_cache_entries" },
  ],
  keystone: [{ name: "project" }],
};
