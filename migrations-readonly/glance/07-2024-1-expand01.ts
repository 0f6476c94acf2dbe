import type { Kysely } from "kysely";
import { autoIncrement, required } from "../column-types.ts";
import { createTable } from "../create-table.ts";
import type { Engine } from "../engine.ts";

/**
 * glance/db/sqlalchemy/alembic_migrations/versions/2024_1_expand01_add_cache_tables.py.
 * Unlike everywhere else image_id has no foreign key here: a cached image need not exist any more.
 */
export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  // BigInteger().with_variant(Integer, "sqlite"): only INTEGER keys number themselves on SQLite.
  const key = engine === "mysql" ? "bigint" : "integer";
  await createTable(db, engine, {
    name: "node_reference",
    columns: (table) =>
      table
        .addColumn("node_reference_id", key, autoIncrement(engine))
        .addColumn("node_reference_url", "varchar(255)", required),
    unique: { uq_node_reference_node_reference_url: ["node_reference_url"] },
  });
  await createTable(db, engine, {
    name: "cached_images",
    columns: (table) =>
      table
        .addColumn("id", key, autoIncrement(engine))
        .addColumn("image_id", "varchar(36)", required)
        .addColumn("last_accessed", "datetime", required)
        .addColumn("last_modified", "datetime", required)
        .addColumn("size", "bigint", required)
        .addColumn("hits", "integer", required)
        .addColumn("checksum", "varchar(32)")
        .addColumn("node_reference_id", key, required)
        .addForeignKeyConstraint("cached_images_ibfk_1", ["node_reference_id"], "node_reference", [
          "node_reference_id",
        ]),
    unique: { ix_cached_images_image_id_node_reference_id: ["image_id", "node_reference_id"] },
    indexes: { node_reference_id: ["node_reference_id"] },
  });
}
