import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { Kysely, MysqlDialect } from "kysely";
import { createPool } from "mysql2";
import { buildSchema, type Service } from "../../migrations-readonly/index.ts";
import { parseUrl } from "../../src/connect/parse-url.ts";
import type { Where } from "../../src/connect/where.ts";
import { scratchDatabase } from "../support/mysql.ts";
import { scratchSqlite, writableSqlite, type WritableDb } from "../support/sqlite.ts";

export const ENGINES = ["sqlite", "mysql"] as const;
export type Engine = (typeof ENGINES)[number];
/** A value as a test writes it; a bigint is an integer beyond 2^53. */
export type Value = string | number | bigint | null;
export type StoredRow = Readonly<Record<string, Value>>;

/** A database that a test fills by hand and the tool reads. */
export interface TestDatabase extends AsyncDisposable {
  readonly engine: Engine;
  readonly url: string;
  /** As the tool understands the URL. */
  readonly where: Where;
  /** Rows whose key is taken already, by whatever the collation says, are left out silently. */
  insert(table: string, rows: readonly StoredRow[]): Promise<void>;
  /** Statements separated by `;`. */
  run(sql: string): Promise<void>;
  /** Integers beyond 2^53 come as text from MySQL and as bigint from SQLite, others as number. */
  rows(sql: string): Promise<StoredRow[]>;
}

const ROWS_PER_INSERT = 400;

/** A fresh database with the schema of a service, dropped at the end of its scope. */
export async function testDatabase(engine: Engine, service: Service, upTo?: string): Promise<TestDatabase> {
  const scratch = engine === "sqlite" ? scratchSqlite(service) : await scratchDatabase(service);
  const opened = openTestDatabase(engine, scratch.url);
  try {
    await buildSchema(opened.db, engine, service, upTo);
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    await scratch.drop();
    throw error;
  }
  return {
    ...opened,
    [Symbol.asyncDispose]: async () => {
      await opened[Symbol.asyncDispose]();
      await scratch.drop();
    },
  };
}

/** A database that is there already; closed at the end of its scope. */
export function openTestDatabase(engine: Engine, url: string): TestDatabase & { readonly db: WritableDb } {
  const { where } = parseUrl("--glance", url);
  return engine === "sqlite" ? onSqlite(url, where) : onMysql(url, where);
}

function onSqlite(url: string, where: Where): TestDatabase & { readonly db: WritableDb } {
  const path = fileURLToPath(url.replace(/^sqlite:/, "file:"));
  const db = writableSqlite(path);
  const file = new DatabaseSync(path);
  return {
    engine: "sqlite",
    url,
    where,
    db,
    insert: (table, rows) =>
      inBatches(rows, (batch) =>
        db
          .insertInto(table)
          .values(batch)
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      ),
    run: async (sql) => file.exec(sql),
    rows: async (sql) => {
      const statement = file.prepare(sql);
      statement.setReadBigInts(true);
      return statement.all().map((row) => narrowed(row as StoredRow));
    },
    [Symbol.asyncDispose]: async () => {
      file.close();
      await db.destroy();
    },
  };
}

function onMysql(url: string, where: Where): TestDatabase & { readonly db: WritableDb } {
  const pool = createPool({
    uri: url,
    connectionLimit: 2,
    dateStrings: true,
    supportBigNumbers: true,
    multipleStatements: true,
  });
  const db: WritableDb = new Kysely({ dialect: new MysqlDialect({ pool }) });
  const query = async (sql: string) => (await pool.promise().query(sql))[0];
  return {
    engine: "mysql",
    url,
    where,
    db,
    insert: (table, rows) =>
      inBatches(rows, (batch) => db.insertInto(table).ignore().values(batch).execute()),
    run: async (sql) => {
      await query(sql);
    },
    rows: async (sql) => (await query(sql)) as StoredRow[],
    [Symbol.asyncDispose]: () => db.destroy(),
  };
}

async function inBatches(
  rows: readonly StoredRow[],
  insert: (batch: StoredRow[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    await insert(rows.slice(from, from + ROWS_PER_INSERT));
  }
}

function narrowed(row: StoredRow): StoredRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === "bigint" ? narrow(value) : value]),
  );
}

/** A number where it can hold the integer. */
export function narrow(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
