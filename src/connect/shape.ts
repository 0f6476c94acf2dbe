import type { GuardedConnection } from "../guard/guarded-connection.ts";
import type { Engine } from "../guard/read-only-dialect.ts";

/** What a live database consists of, so that one program serves every release and half-finished upgrades. */
export interface Shape {
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

/** Asks the database for its shape: information_schema, or SQLite's own tables. */
export async function readShape(connection: GuardedConnection, engine: Engine): Promise<Shape> {
  const mysql = engine === "mysql";
  const columns = await connection.probe(mysql ? "columns" : "sqliteColumns");
  const indexes = await connection.probe(mysql ? "indexes" : "sqliteIndexes");
  const estimates = mysql ? await connection.probe("tableRows") : [];
  const collations = new Map<string, string>();
  const tables = new Set<string>();
  for (const [table, column, , collation] of columns) {
    tables.add(String(table));
    collations.set(`${String(table)}.${String(column)}`, String(collation ?? ""));
  }
  const byIndex = new Map<string, string[]>();
  for (const [table, index, column] of indexes) {
    const key = `${String(table)}\0${String(index)}`;
    byIndex.set(key, [...(byIndex.get(key) ?? []), String(column)]);
  }
  const rows = new Map(estimates.map(([table, count]) => [String(table), Number(count ?? 0)]));
  return {
    has: (column) => collations.has(column),
    hasTable: (table) => tables.has(table),
    ignoresCase: (column) => (collations.get(column) ?? "").endsWith("_ci"),
    indexOn: (table, wanted) => {
      for (const [key, found] of byIndex) {
        const [owner, index] = key.split("\0");
        if (owner === table && wanted.every((column, at) => found[at] === column)) return index;
      }
      return undefined;
    },
    rowEstimate: (table) => rows.get(table) ?? 0,
  };
}
