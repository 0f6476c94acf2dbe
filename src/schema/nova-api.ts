/** The tables of nova's API database that are read (nova/db/api/models.py). */
export interface NovaApiTables {
  cell_mappings: CellMappingsTable;
  instance_mappings: InstanceMappingsTable;
  build_requests: BuildRequestsTable;
  request_specs: RequestSpecsTable;
}

export interface CellMappingsTable {
  id: number;
  uuid: string;
  name: string | null;
  /** A URL with credentials, or since Rocky a template of one: never to be printed. */
  database_connection: string | null;
  disabled: number | null;
}

export interface InstanceMappingsTable {
  id: number;
  instance_uuid: string;
  /** NULL while the server is being scheduled. */
  cell_id: number | null;
}

export interface BuildRequestsTable {
  id: number;
  instance_uuid: string | null;
  /** A serialised nova.objects.Instance. */
  instance: string | null;
  /** A serialised nova.objects.BlockDeviceMappingList. */
  block_device_mappings: string | null;
}

export interface RequestSpecsTable {
  id: number;
  instance_uuid: string;
  /** A serialised nova.objects.RequestSpec. */
  spec: string;
}
