import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { Kysely, SqliteDialect, type SqliteStatement } from "kysely";
import { UsageError } from "../errors.ts";
import { buildDemoSchema } from "./imperfections.ts";
import type { LoadedCloud, LoadOptions } from "./load.ts";
import { makeCloud } from "./make-cloud.ts";
import { byDatabase, DATABASES, type DatabaseName, type Page, type Value } from "./tables.ts";
import { writePages } from "./write-pages.ts";

/**
 * Writes a cloud into new SQLite files, one for each database, in a directory that is made if need be.
 * Throws a UsageError when one of the files is there already; removes what it made when it fails.
 */
export async function writeSqlite(directory: string, options: LoadOptions): Promise<LoadedCloud> {
  const paths = byDatabase((name) => join(resolve(directory), `${name}.sqlite`));
  if (resolve(directory).includes("?")) {
    throw new UsageError(
      `The directory ${directory} has a "?", which a database URL cannot hold. Name another.`,
    );
  }
  const existing = Object.values(paths).filter((path) => existsSync(path));
  if (existing.length > 0) {
    throw new UsageError(
      `The demo writes only files of its own, but ${existing.join(", ")} exists already. ` +
        "Name another directory, or remove it first.",
    );
  }
  makeDirectory(directory);
  const databases = byDatabase((name) => `sqlite:///${paths[name]}`);
  const cloud = makeCloud({ ...options, cellUrls: databases });
  const files = new Map<DatabaseName, SqliteFile>();
  try {
    for (const name of DATABASES) files.set(name, await SqliteFile.create(paths[name], name));
    const totals = await writePages(
      cloud,
      (page) => files.get(page.database)?.insert(page),
      options.onProgress,
    );
    for (const file of files.values()) file.finish();
    return { databases, named: cloud.named, totals };
  } catch (error) {
    for (const file of files.values()) file.close();
    for (const path of Object.values(paths)) rmSync(path, { force: true });
    throw error;
  }
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw new UsageError(
      `The directory ${directory} for the demo's files cannot be made: ${(error as Error).message}. Name another.`,
      error,
    );
  }
}

/** SQLAlchemy stores a DATETIME in SQLite as text with microseconds. */
const TIME_COLUMN = /_(?:at|time)$/;

class SqliteFile {
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  private constructor(database: DatabaseSync) {
    this.database = database;
  }

  static async create(path: string, name: DatabaseName): Promise<SqliteFile> {
    // Pages come as they fill up, so a child may stand before its parent until all are written.
    const database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
    const file = new SqliteFile(database);
    try {
      // If the process dies the file is worthless anyway.
      database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
      await buildDemoSchema(kyselyOver(database), "sqlite", name);
      database.exec("BEGIN");
    } catch (error) {
      file.close();
      throw error;
    }
    return file;
  }

  insert({ table, columns, rows }: Page): void {
    const known = this.statements.get(table);
    const statement = known ?? this.database.prepare(insertSql(table, columns));
    this.statements.set(table, statement);
    const times = columns.map((column) => TIME_COLUMN.test(column));
    for (const row of rows) {
      statement.run(...row.map((value, at) => (times[at] && value !== null ? withFraction(value) : value)));
    }
  }

  finish(): void {
    this.database.exec("COMMIT; ANALYZE");
    this.database.close();
  }

  close(): void {
    if (this.database.isOpen) this.database.close();
  }
}

function withFraction(time: Value): string {
  return `${time}.000000`;
}

function insertSql(table: string, columns: readonly string[]): string {
  const names = columns.map((column) => `"${column}"`).join(", ");
  return `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => "?").join(", ")})`;
}

/** A handle for the schema alone; the file stays ours to close. */
function kyselyOver(database: DatabaseSync): Kysely<unknown> {
  return new Kysely<unknown>({
    dialect: new SqliteDialect({
      database: { close: () => undefined, prepare: (sql) => asKyselyStatement(database.prepare(sql)) },
    }),
  });
}

const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];

function asKyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}
