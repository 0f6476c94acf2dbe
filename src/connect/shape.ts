import type { GuardedConnection } from "../guard/guarded-connection.ts";
import type { Engine } from "../guard/read-only-dialect.ts";

/** What a table consists of. */
export interface TableShape {
  /** The collation of each column, where it has one. */
  readonly columns: ReadonlyMap<string, string | null>;
  /** The columns of each index; the primary key is called PRIMARY, but on SQLite it may have a name of its own. */
  readonly indexes: ReadonlyMap<string, readonly string[]>;
}

/** What a live database consists of, so that one program serves every release and half-finished upgrades. */
export interface Shape {
  /** As far as the account may see them. */
  readonly tables: ReadonlyMap<string, TableShape>;
  /** @param column `table.column` */
  has(column: string): boolean;
  hasTable(table: string): boolean;
  /** Whether text of this column is compared without regard to case and trailing blanks. */
  ignoresCase(column: string): boolean;
  /** The name of the index that begins with exactly these columns, for an index hint. */
  indexOn(table: string, columns: readonly string[]): string | undefined;
  /** The server's estimate of a table's rows, 0 where it gives none. */
  rowEstimate(table: string): number;
}

interface TableDraft extends TableShape {
  readonly columns: Map<string, string | null>;
  readonly indexes: Map<string, string[]>;
}

/** Asks the database for its shape: information_schema, or SQLite's own tables. */
export async function readShape(connection: GuardedConnection, engine: Engine): Promise<Shape> {
  const mysql = engine === "mysql";
  const columns = await connection.probe(mysql ? "columns" : "sqliteColumns");
  const indexes = await connection.probe(mysql ? "indexes" : "sqliteIndexes");
  const estimates = mysql ? await connection.probe("tableRows") : [];
  const tables = new Map<string, TableDraft>();
  for (const [table, column, , collation] of columns) {
    const draft = tables.get(String(table)) ?? { columns: new Map(), indexes: new Map() };
    tables.set(String(table), draft);
    draft.columns.set(String(column), collation === null ? null : String(collation));
  }
  for (const [table, index, column] of indexes) {
    const found = tables.get(String(table))?.indexes;
    found?.set(String(index), [...(found.get(String(index)) ?? []), String(column)]);
  }
  const rows = new Map(estimates.map(([table, count]) => [String(table), Number(count ?? 0)]));
  const collationOf = (path: string): string | null | undefined => {
    const [table = "", column = ""] = path.split(".");
    return tables.get(table)?.columns.get(column);
  };
  return {
    tables,
    has: (column) => collationOf(column) !== undefined,
    hasTable: (table) => tables.has(table),
    ignoresCase: (column) => (collationOf(column) ?? "").endsWith("_ci"),
    indexOn: (table, wanted) =>
      [...(tables.get(table)?.indexes ?? [])].find(([, found]) =>
        wanted.every((column, at) => found[at] === column),
      )?.[0],
    rowEstimate: (table) => rows.get(table) ?? 0,
  };
}
