import { sql, type ColumnDefinitionBuilderCallback, type RawBuilder } from "kysely";
import type { Engine } from "./engine.ts";

/** Kysely has no name for it; SQLite takes it as TEXT. */
export const mediumtext: RawBuilder<unknown> = sql`mediumtext`;

export const required: ColumnDefinitionBuilderCallback = (column) => column.notNull();

export const primaryKey: ColumnDefinitionBuilderCallback = (column) => column.notNull().primaryKey();

/** SQLite numbers the rows of an INTEGER PRIMARY KEY by itself, and upstream leaves AUTOINCREMENT away there. */
export function autoIncrement(engine: Engine): ColumnDefinitionBuilderCallback {
  return (column) =>
    engine === "mysql" ? column.notNull().autoIncrement().primaryKey() : primaryKey(column);
}

/** SQLAlchemy's Enum: native on MySQL, elsewhere a varchar as long as the longest value. */
export function enumOf(engine: Engine, values: readonly string[]): RawBuilder<unknown> {
  if (engine === "mysql") {
    return sql`enum(${sql.join(values.map((value) => sql.lit(value)))})`;
  }
  return sql.raw(`varchar(${Math.max(...values.map((value) => value.length))})`);
}
