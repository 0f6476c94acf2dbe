import {
  sql,
  type ColumnDataType,
  type ColumnDefinitionBuilderCallback,
  type Kysely,
  type RawBuilder,
} from "kysely";
import { dropIndex } from "./drop-index.ts";
import type { Engine } from "./engine.ts";

export interface ColumnChange {
  readonly table: string;
  readonly column: string;
  readonly type: ColumnDataType | RawBuilder<unknown>;
  readonly define: ColumnDefinitionBuilderCallback;
  /** The one index over this column alone; SQLite drops no column that an index still names. */
  readonly index: string;
}

/**
 * Changes nullability or default of a column, keeping its values. SQLite cannot alter a column, so a new one takes
 * its place there, at the end of the table (upstream's batch_alter_table copies the whole table instead).
 */
export async function changeColumn(db: Kysely<unknown>, engine: Engine, change: ColumnChange): Promise<void> {
  const { table, column, type, define, index } = change;
  if (engine === "mysql") {
    await db.schema.alterTable(table).modifyColumn(column, type, define).execute();
    return;
  }
  const interim = `${column}_new`;
  await db.schema.alterTable(table).addColumn(interim, type, define).execute();
  await sql`update ${sql.table(table)} set ${sql.ref(interim)} = ${sql.ref(column)}`.execute(db);
  await dropIndex(db, engine, table, index);
  await db.schema.alterTable(table).dropColumn(column).execute();
  await db.schema.alterTable(table).renameColumn(interim, column).execute();
  await db.schema.createIndex(index).on(table).column(column).execute();
}
