/** As much of a mysql2 connection as loading needs. */
export interface SqlConnection {
  /** Fills in `?` (values) and `??` (names), escaped. */
  format(sql: string, values: unknown[]): string;
  query(sql: string, values?: unknown[]): Promise<[unknown, unknown]>;
  destroy(): void;
}

export type SqlRow = Readonly<Record<string, unknown>>;

export async function rowsOf(
  connection: SqlConnection,
  sql: string,
  values: unknown[] = [],
): Promise<SqlRow[]> {
  const [rows] = await connection.query(sql, values);
  return rows as SqlRow[];
}
