import { existsSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import { IncompleteError, UnusableError } from "../errors.ts";
import type { RawConnection, RawResult, Rows, SqlValue } from "../guard/raw-connection.ts";
import { ROWS_PER_PAGE } from "./arrivals.ts";
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
    await this.#turn();
    return this.#read(() => {
      const statement = this.#prepare(sql);
      const columns = statement.columns().map((column) => column.name);
      return { columns, rows: statement.all(...valuesOf(parameters)).map(rowOf) };
    });
  }

  async *pages(sql: string, parameters: readonly SqlValue[]): AsyncGenerator<Rows> {
    await this.#turn();
    const found = this.#read(() => this.#prepare(sql).iterate(...valuesOf(parameters)));
    for (;;) {
      const page = this.#read(() => takeRows(found));
      if (page.length > 0) yield page;
      if (page.length < ROWS_PER_PAGE) return;
      await this.#turn();
    }
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }

  /** SQLite never waits for anything: without this turn of the event loop no signal would be heard. */
  async #turn(): Promise<void> {
    await nextTurn();
    this.#signal.throwIfAborted();
  }

  #prepare(sql: string): StatementSync {
    const statement = this.#database.prepare(sql);
    // Integers above 2^53 would throw, and half a table must not be lost to one odd size.
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    return statement;
  }

  #read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new IncompleteError(
        `Reading the SQLite file ${this.#where.path} failed: ${(error as Error).message}.`,
        error,
      );
    }
  }
}

function valuesOf(parameters: readonly SqlValue[]): SQLInputValue[] {
  return parameters.map((value) => (typeof value === "boolean" ? Number(value) : value));
}

function takeRows(found: Iterator<unknown>): unknown[][] {
  const rows: unknown[][] = [];
  while (rows.length < ROWS_PER_PAGE) {
    const next = found.next();
    if (next.done === true) break;
    rows.push(rowOf(next.value));
  }
  return rows;
}

/** A statement that returns arrays gives each row as one, though its type says an object. */
function rowOf(row: unknown): unknown[] {
  return (row as unknown[]).map(narrow);
}

function narrow(value: unknown): unknown {
  return typeof value === "bigint" && BigInt.asIntN(54, value) === value ? Number(value) : value;
}
