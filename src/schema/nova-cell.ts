/** The tables of a nova cell that are read (nova/db/main/models.py). `deleted` is the row's id once deleted. */
export interface NovaCellTables {
  instances: InstancesTable;
  instance_system_metadata: InstanceSystemMetadataTable;
}

export interface InstancesTable {
  id: number;
  uuid: string;
  deleted: number | null;
  deleted_at: string | null;
  vm_state: string | null;
  task_state: string | null;
  project_id: string | null;
}

export interface InstanceSystemMetadataTable {
  id: number;
  instance_uuid: string;
  key: string;
  value: string | null;
  deleted: number | null;
}
