/** The table of keystone that is read (keystone/resource/backends/sql_model.py: Project). Rows are hard-deleted. */
export interface KeystoneTables {
  project: ProjectTable;
}

export interface ProjectTable {
  id: string;
  name: string;
  domain_id: string;
  enabled: number | null;
}
