/** The tables of a nova cell that are read (nova/db/main/models.py). `deleted` is the row's id once deleted. */
export interface NovaCellTables {
  instances: InstancesTable;
  /** Where `nova-manage db archive_deleted_rows` moves rows: the same columns, no index but the primary key. */
  shadow_instances: InstancesTable;
  instance_system_metadata: InstanceSystemMetadataTable;
  block_device_mapping: BlockDeviceMappingTable;
  instance_actions: InstanceActionsTable;
}

export interface InstancesTable {
  id: number;
  uuid: string;
  created_at: string | null;
  updated_at: string | null;
  deleted: number | null;
  /** Set on soft-deleted servers too, which can be restored. */
  deleted_at: string | null;
  vm_state: string | null;
  task_state: string | null;
  project_id: string | null;
  display_name: string | null;
  /** NULL while it never ran, as of servers that failed to be scheduled. */
  launched_at: string | null;
  /** '' when the server boots from a volume. */
  image_ref: string | null;
  /** Since Train; NULL on older rows. Set on the copy that does not count during a cross-cell resize. */
  hidden: number | null;
}

export interface InstanceSystemMetadataTable {
  id: number;
  instance_uuid: string;
  key: string;
  value: string | null;
  deleted: number | null;
}

export interface BlockDeviceMappingTable {
  id: number;
  instance_uuid: string | null;
  source_type: string | null;
  destination_type: string | null;
  boot_index: number | null;
  image_id: string | null;
  snapshot_id: string | null;
  volume_id: string | null;
  deleted: number | null;
}

/** What users asked of servers; not soft-deleted with them. */
export interface InstanceActionsTable {
  id: number;
  instance_uuid: string | null;
  action: string | null;
  start_time: string | null;
  /** What nova's logs call the request. */
  request_id: string | null;
  user_id: string | null;
  project_id: string | null;
}
