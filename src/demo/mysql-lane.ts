import type { SqlConnection } from "./sql-connection.ts";
import type { Page } from "./tables.ts";

const PAGES_PER_COMMIT = 50;

/** One connection that loads pages, one after the other, while the next ones are made. */
export class Lane {
  readonly connection: SqlConnection;
  /** The tables that got rows, quoted. */
  readonly filled = new Set<string>();
  private sent: Promise<unknown> = Promise.resolve();
  private pages = 0;

  constructor(connection: SqlConnection) {
    this.connection = connection;
  }

  /** Rows come as their pages fill up, children before parents, so the session checks no references. */
  async open(): Promise<void> {
    await this.connection.query(
      "SET SESSION unique_checks = 0, foreign_key_checks = 0, autocommit = 0, sql_mode = 'STRICT_ALL_TABLES'",
    );
  }

  /** Hands a page to the connection and waits for the one before it, so that the server never waits for us. */
  async insert(database: string, page: Page): Promise<void> {
    this.filled.add(this.connection.format("??.??", [database, page.table]));
    const before = this.sent;
    this.sent = this.send(database, page);
    // Whoever waits for it next is told; until then a failure must not count as unhandled.
    this.sent.catch(() => undefined);
    await before;
  }

  async finish(): Promise<void> {
    await this.sent;
    await this.connection.query("COMMIT");
  }

  /** Refreshes the statistics, which otherwise lag behind what was loaded. */
  async analyze(): Promise<void> {
    for (const target of this.filled) await this.connection.query(`ANALYZE TABLE ${target}`);
  }

  private async send(database: string, { table, columns, rows }: Page): Promise<void> {
    // Filled in by the driver: it would search a ready statement of megabytes for placeholders once more.
    await this.connection.query("INSERT INTO ??.?? (??) VALUES ?", [database, table, columns, rows]);
    if (++this.pages % PAGES_PER_COMMIT === 0) await this.connection.query("COMMIT");
  }
}
