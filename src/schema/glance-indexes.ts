/** An index by what it serves: its leading columns. */
export interface ServingIndex {
  readonly table: string;
  readonly columns: readonly string[];
}

/**
 * What every glance since Mitaka has an index for, as far as the columns exist
 * (glance/db/sqlalchemy/models.py: __table_args__).
 */
export const GLANCE_INDEXES: readonly ServingIndex[] = [
  { table: "images", columns: ["id"] },
  { table: "images", columns: ["checksum"] },
  { table: "images", columns: ["deleted"] },
  { table: "images", columns: ["owner"] },
  { table: "images", columns: ["visibility"] },
  { table: "images", columns: ["os_hidden"] },
  { table: "images", columns: ["os_hash_value"] },
  { table: "image_properties", columns: ["id"] },
  { table: "image_properties", columns: ["image_id", "name"] },
  { table: "image_properties", columns: ["deleted"] },
  { table: "image_locations", columns: ["id"] },
  { table: "image_locations", columns: ["image_id"] },
  { table: "image_locations", columns: ["deleted"] },
  { table: "image_members", columns: ["id"] },
  { table: "image_members", columns: ["image_id", "member"] },
  { table: "image_members", columns: ["deleted"] },
  { table: "image_tags", columns: ["id"] },
  { table: "image_tags", columns: ["image_id", "value"] },
  { table: "tasks", columns: ["id"] },
  { table: "tasks", columns: ["image_id"] },
];
