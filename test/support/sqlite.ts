import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DatabaseSync } from "node:sqlite";
import type { SQLInputValue, StatementSync } from "node:sqlite";
import { Kysely, MysqlDialect, SqliteDialect } from "kysely";
import type { SqliteStatement } from "kysely";
import { createPool } from "mysql2";

/** The tests write what they like, into any schema. */
// oxlint-disable-next-line typescript/no-explicit-any
export type WritableDb = Kysely<any>;

export interface ScratchSqlite extends AsyncDisposable {
  readonly path: string;
  /** `sqlite:////absolute/path` */
  readonly url: string;
  readonly db: WritableDb;
  drop(): Promise<void>;
}

function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return [...parameters] as SQLInputValue[];
}

function asKyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bindable(parameters)),
    run: (parameters) => statement.run(...bindable(parameters)),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  };
}

/** A writable handle of an SQLite file, which is created if need be. `destroy()` closes it. */
export function writableSqlite(path: string): WritableDb {
  const file = new DatabaseSync(path);
  file.exec("PRAGMA synchronous = OFF");
  const database = {
    close: () => file.close(),
    prepare: (sql: string) => asKyselyStatement(file.prepare(sql)),
  };
  return new Kysely({ dialect: new SqliteDialect({ database }) });
}

/** A writable handle of a MySQL or MariaDB database: administrator's URL, as of `scratchDatabase`. */
export function writableMysql(url: string): WritableDb {
  // Not of mysql2/promise: with that one Kysely 0.29 waits for ever.
  const pool = createPool({ uri: url, connectionLimit: 2, dateStrings: true, supportBigNumbers: true });
  return new Kysely({ dialect: new MysqlDialect({ pool }) });
}

/** An empty SQLite file, deleted at the end of its scope. */
export function scratchSqlite(hint: string): ScratchSqlite {
  const directory = mkdtempSync(join(tmpdir(), "audit-test-"));
  const path = join(directory, `${hint}.sqlite`);
  const db = writableSqlite(path);
  const drop = async () => {
    await db.destroy();
    rmSync(directory, { recursive: true, force: true });
  };
  return { path, url: `sqlite:///${pathToFileURL(path).pathname}`, db, drop, [Symbol.asyncDispose]: drop };
}
