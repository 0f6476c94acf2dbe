import type { RawConnection, RawResult, Rows } from "../guard/raw-connection.ts";

/** How often a statement was sent, and how long the server took for it. */
export interface SentStatement {
  /** As it was sent, with placeholders; no value is ever kept. */
  readonly sql: string;
  readonly count: number;
  readonly totalMs: number;
}

/** Lists of any length are one statement. */
const LIST = /\bin \(\?(?:, \?)*\)/g;

/** Remembers each distinct statement that is sent, of all connections. */
export class StatementLog {
  readonly #sent = new Map<string, Omit<SentStatement, "sql">>();

  /** The statements in the order in which they were first answered. */
  get statements(): readonly SentStatement[] {
    return [...this.#sent].map(([sql, { count, totalMs }]) => ({ sql, count, totalMs }));
  }

  /** The same connection, with all that is sent over it remembered here. */
  watch(connection: RawConnection): RawConnection {
    return {
      query: (sql, parameters) => this.#time(sql, () => connection.query(sql, parameters)),
      pages: (sql, parameters) => this.#timePages(sql, connection.pages(sql, parameters)),
      close: () => connection.close(),
    };
  }

  /** @param sql text without values */
  add(sql: string, tookMs: number): void {
    const { count, totalMs } = this.#sent.get(sql) ?? { count: 0, totalMs: 0 };
    this.#sent.set(sql, { count: count + 1, totalMs: totalMs + tookMs });
  }

  async #time(sql: string, answer: () => Promise<RawResult>): Promise<RawResult> {
    const started = performance.now();
    try {
      return await answer();
    } finally {
      this.#note(sql, started);
    }
  }

  async *#timePages(sql: string, pages: AsyncIterable<Rows>): AsyncGenerator<Rows> {
    const started = performance.now();
    try {
      yield* pages;
    } finally {
      this.#note(sql, started);
    }
  }

  #note(sql: string, started: number): void {
    this.add(sql.replaceAll(LIST, "in (?, …)"), performance.now() - started);
  }
}
