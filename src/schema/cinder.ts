/** The tables of cinder that are read (cinder/db/models.py). `deleted` is 0 or 1, NULL on very old rows. */
export interface CinderTables {
  volumes: VolumesTable;
  snapshots: SnapshotsTable;
  volume_attachment: VolumeAttachmentTable;
  volume_glance_metadata: VolumeGlanceMetadataTable;
}

export interface VolumesTable {
  id: string;
  status: string | null;
  /** GiB. */
  size: number | null;
  display_name: string | null;
  deleted: number | null;
}

export interface SnapshotsTable {
  id: string;
  volume_id: string;
  project_id: string | null;
  status: string | null;
  /** GiB. */
  volume_size: number | null;
  display_name: string | null;
  created_at: string | null;
  deleted: number | null;
}

/** Rows outlive the attachment: deleted = 1 with a detach_time. */
export interface VolumeAttachmentTable {
  id: string;
  volume_id: string;
  instance_uuid: string | null;
  attach_time: string | null;
  detach_time: string | null;
  created_at: string | null;
  deleted_at: string | null;
  deleted: number | null;
}

/** The properties of the image that a volume was made from, one row each; `volume_id` or `snapshot_id` is set. */
export interface VolumeGlanceMetadataTable {
  id: number;
  volume_id: string | null;
  snapshot_id: string | null;
  key: string | null;
  value: string | null;
  deleted: number | null;
}
