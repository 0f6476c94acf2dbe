import { sql, type Kysely } from "kysely";

export interface ColumnFacts {
  /** As declared, in lower case: "varchar(36)", "boolean". */
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
}

export interface IndexFacts {
  readonly unique: boolean;
  readonly columns: readonly string[];
}

export interface TableFacts {
  readonly columns: Readonly<Record<string, ColumnFacts>>;
  /** By name; the primary key is "PRIMARY", as MySQL calls it. */
  readonly indexes: Readonly<Record<string, IndexFacts>>;
}

export type SchemaFacts = Readonly<Record<string, TableFacts>>;

interface PragmaTables {
  sqlite_master: { type: string; name: string };
}

interface PragmaColumn {
  name: string;
  type: string;
  notnull: number;
  dflt_value: string | null;
  pk: number;
}

/**
 * What an SQLite database consists of. Of a schema that buildSchema made in memory this is the description that a
 * live one, of whichever engine, can be held against: same tables, columns and index names.
 */
export async function sqliteSchemaFacts(db: Kysely<any>): Promise<SchemaFacts> {
  const tables = await (db as Kysely<PragmaTables>)
    .selectFrom("sqlite_master")
    .select("name")
    .where("type", "=", "table")
    .where("name", "not like", "sqlite_%")
    .orderBy("name")
    .execute();
  const facts: Record<string, TableFacts> = {};
  for (const { name } of tables) {
    facts[name] = await tableFacts(db, name);
  }
  return facts;
}

async function tableFacts(db: Kysely<unknown>, table: string): Promise<TableFacts> {
  const columns = await sql<PragmaColumn>`
    select name, type, "notnull", dflt_value, pk from pragma_table_info(${table}) order by cid`.execute(db);
  const key = columns.rows.filter((column) => column.pk > 0).toSorted((a, b) => a.pk - b.pk);
  const indexes: Record<string, IndexFacts> =
    key.length === 0 ? {} : { PRIMARY: { unique: true, columns: key.map((column) => column.name) } };
  const indexed = await sql<{ index: string; unique: number; column: string }>`
    select l.name as "index", l."unique", c.name as "column"
    from pragma_index_list(${table}) as l, pragma_index_info(l.name) as c
    where l.origin <> 'pk'
    order by l.name, c.seqno`.execute(db);
  for (const [index, rows] of Map.groupBy(indexed.rows, (row) => row.index)) {
    indexes[index] = { unique: rows[0]?.unique === 1, columns: rows.map((row) => row.column) };
  }
  return {
    columns: Object.fromEntries(
      columns.rows.map((column) => [
        column.name,
        {
          type: column.type.toLowerCase(),
          nullable: column.notnull === 0,
          default: column.dflt_value,
        },
      ]),
    ),
    indexes,
  };
}
