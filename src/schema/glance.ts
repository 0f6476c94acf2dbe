/**
 * The tables of glance that are read, as glance/db/sqlalchemy/models.py defines them at 2024.1.
 * DATETIMEs are naive UTC text; flags are 0 or 1; which columns a release has is asked of the database.
 */
export interface GlanceTables {
  images: ImagesTable;
  image_properties: ImagePropertiesTable;
  image_members: ImageMembersTable;
  image_locations: ImageLocationsTable;
  image_tags: ImageTagsTable;
  tasks: TasksTable;
  task_info: TaskInfoTable;
  alembic_version: AlembicVersionTable;
}

export interface ImagesTable {
  id: string;
  name: string | null;
  size: number | string | bigint | null;
  status: string;
  created_at: string;
  updated_at: string | null;
  deleted_at: string | null;
  deleted: number;
  disk_format: string | null;
  container_format: string | null;
  /** NULL where nobody read the data, as of images that were registered by their location. */
  checksum: string | null;
  protected: number;
  /** Since Rocky. */
  os_hidden: number;
  owner: string | null;
  /** Since Ocata; nullable while an upgrade stands between expand and contract. */
  visibility: string | null;
  /** Until Ocata's contract. */
  is_public: number;
}

export interface ImagePropertiesTable {
  id: number;
  image_id: string;
  name: string;
  value: string | null;
  created_at: string;
  updated_at: string | null;
  /** Set, and left behind, whenever the property is removed: says nothing of whether it is there now. */
  deleted_at: string | null;
  deleted: number;
}

export interface ImageMembersTable {
  id: number;
  image_id: string;
  member: string;
  /** accepted, pending or rejected. */
  status: string;
  deleted: number;
  deleted_at: string | null;
}

export interface ImageLocationsTable {
  id: number;
  image_id: string;
  /** A URL that may carry credentials: only its scheme may be printed. */
  value: string;
  status: string;
  deleted: number;
  deleted_at: string | null;
}

export interface ImageTagsTable {
  id: number;
  image_id: string;
  value: string;
  deleted: number;
  deleted_at: string | null;
}

export interface TasksTable {
  id: string;
  type: string;
  status: string;
  /** Since Wallaby. */
  image_id: string | null;
  deleted: number;
}

export interface TaskInfoTable {
  task_id: string;
  /** JSON; before Wallaby the only place that names the image. */
  input: string | null;
}

/** One row when an upgrade is complete, two between expand and contract. */
export interface AlembicVersionTable {
  version_num: string;
}
