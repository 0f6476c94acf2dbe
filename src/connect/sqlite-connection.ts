import { existsSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import { IncompleteError, UnusableError } from "../errors.ts";
import type { RawConnection, RawResult, SqlValue } from "../guard/raw-connection.ts";
import type { SqliteWhere } from "./where.ts";

/** How long a file that another process is writing may keep us waiting. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens a file read-only: SQLite itself then refuses every write.
 * @param signal ends the reading between two statements
 */
export function openSqlite(service: string, where: SqliteWhere, signal: AbortSignal): RawConnection {
  if (!existsSync(where.path)) {
    throw new UnusableError(
      service,
      `There is no SQLite file ${where.path} for ${service}. Check the path: sqlite:/// is followed by a relative one, sqlite://// by an absolute one.`,
    );
  }
  try {
    return new SqliteConnection(
      new DatabaseSync(where.path, { readOnly: true, timeout: BUSY_TIMEOUT_MS }),
      where,
      signal,
    );
  } catch (error) {
    throw new UnusableError(
      service,
      `Cannot open the SQLite file ${where.path} for ${service}: ${(error as Error).message}.`,
      error,
    );
  }
}

class SqliteConnection implements RawConnection {
  readonly #database: DatabaseSync;
  readonly #where: SqliteWhere;
  readonly #signal: AbortSignal;

  constructor(database: DatabaseSync, where: SqliteWhere, signal: AbortSignal) {
    this.#database = database;
    this.#where = where;
    this.#signal = signal;
  }

  async query(sql: string, parameters: readonly SqlValue[]): Promise<RawResult> {
    // SQLite never waits for anything, so without this turn of the event loop no signal would be heard.
    await nextTurn();
    this.#signal.throwIfAborted();
    try {
      const statement = this.#database.prepare(sql);
      const columns = statement.columns().map((column) => column.name);
      return { columns, rows: readRows(statement, parameters) };
    } catch (error) {
      throw new IncompleteError(
        `Reading the SQLite file ${this.#where.path} failed: ${(error as Error).message}.`,
        error,
      );
    }
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }
}

function readRows(statement: StatementSync, parameters: readonly SqlValue[]): unknown[][] {
  const values = parameters.map((value): SQLInputValue =>
    typeof value === "boolean" ? Number(value) : value,
  );
  // Integers above 2^53 would throw, and half a table must not be lost to one odd size.
  statement.setReadBigInts(true);
  return statement.all(...values).map((row) => Object.values(row).map(narrow));
}

function narrow(value: unknown): unknown {
  return typeof value === "bigint" && BigInt.asIntN(54, value) === value ? Number(value) : value;
}
