import { sql, type Kysely } from "kysely";
import { changeColumn } from "../change-column.ts";
import { enumOf } from "../column-types.ts";
import { dropIndex } from "../drop-index.ts";
import type { Engine } from "../engine.ts";
import { VISIBILITIES } from "./visibility.ts";

/** glance/db/sqlalchemy/alembic_migrations/versions/ocata_contract01_drop_is_public.py */
export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await dropIndex(db, engine, "images", "ix_images_is_public");
  await db.schema.alterTable("images").dropColumn("is_public").execute();
  if (engine === "mysql") {
    await sql`drop trigger insert_visibility`.execute(db);
    await sql`drop trigger update_visibility`.execute(db);
  }
  await changeColumn(db, engine, {
    table: "images",
    column: "visibility",
    type: enumOf(engine, VISIBILITIES),
    define: (column) => column.notNull().defaultTo("shared"),
    index: "visibility_image_idx",
  });
}
