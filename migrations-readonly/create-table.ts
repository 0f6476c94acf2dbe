import { sql, type CreateTableBuilder, type Kysely } from "kysely";
import type { Engine } from "./engine.ts";

/** A table while its columns and foreign keys are being named. */
export type TableDraft = CreateTableBuilder<string, string>;

type IndexedColumns = Readonly<Record<string, readonly string[]>>;

export interface TableDefinition {
  readonly name: string;
  readonly columns: (table: TableDraft) => TableDraft;
  readonly unique?: IndexedColumns;
  readonly indexes?: IndexedColumns;
}

/**
 * Upstream asks for charset utf8 (mysql_charset="utf8"), which was utf8mb3 with general_ci wherever these tables
 * were made. Both are spelled out: newer servers have other defaults, and collations decide how names compare.
 */
const MYSQL_TABLE_OPTIONS = sql`engine=InnoDB default charset=utf8mb3 collate=utf8mb3_general_ci`;

/** Creates one table. SQLite has no indexes inside CREATE TABLE; MySQL gets all in one statement. */
export async function createTable(
  db: Kysely<unknown>,
  engine: Engine,
  definition: TableDefinition,
): Promise<void> {
  const { name, columns } = definition;
  const unique = Object.entries(definition.unique ?? {});
  const indexes = Object.entries(definition.indexes ?? {});
  const table = columns(db.schema.createTable(name));
  if (engine === "mysql") {
    const withUnique = unique.reduce(
      (draft, [index, of]) => draft.addUniqueConstraint(index, [...of]),
      table,
    );
    const complete = indexes.reduce((draft, [index, of]) => draft.addIndex(index, [...of]), withUnique);
    await complete.modifyEnd(MYSQL_TABLE_OPTIONS).execute();
    return;
  }
  await table.execute();
  for (const [index, of] of unique) {
    await db.schema
      .createIndex(index)
      .unique()
      .on(name)
      .columns([...of])
      .execute();
  }
  for (const [index, of] of indexes) {
    await db.schema
      .createIndex(index)
      .on(name)
      .columns([...of])
      .execute();
  }
}
