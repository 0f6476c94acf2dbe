import type { Kysely } from "kysely";
import { primaryKey, required } from "../column-types.ts";
import { createTable } from "../create-table.ts";
import type { Engine } from "../engine.ts";

/** keystone/common/sql/migrations/versions/27e647c0fad4_initial_version.py */
export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createProject(db, engine);
}

async function createProject(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createTable(db, engine, {
    name: "project",
    columns: (table) =>
      table
        .addColumn("id", "varchar(64)", primaryKey)
        .addColumn("name", "varchar(64)", required)
        .addColumn("extra", "text")
        .addColumn("description", "text")
        .addColumn("enabled", "boolean")
        .addColumn("domain_id", "varchar(64)", required)
        .addColumn("parent_id", "varchar(64)")
        .addColumn("is_domain", "boolean", (column) => column.notNull().defaultTo(0))
        .addForeignKeyConstraint("project_domain_id_fkey", ["domain_id"], "project", ["id"])
        .addForeignKeyConstraint("project_parent_id_fkey", ["parent_id"], "project", ["id"]),
    unique: { ixu_project_name_domain_id: ["domain_id", "name"] },
    indexes: { project_parent_id_fkey: ["parent_id"] },
  });
}
