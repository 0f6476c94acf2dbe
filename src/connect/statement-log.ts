import type { RawConnection, Rows } from "../guard/raw-connection.ts";

/** How often a statement was sent, and how long its answers took to arrive. */
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
  readonly #sent = new Map<string, { count: number; totalMs: number }>();

  /** The statements in the order in which they were first sent. */
  get statements(): readonly SentStatement[] {
    return [...this.#sent].map(([sql, { count, totalMs }]) => ({ sql, count, totalMs }));
  }

  /** The same connection, with all that is sent over it remembered here. */
  watch(connection: RawConnection): RawConnection {
    return {
      query: (sql, parameters) => connection.query(sql, parameters).finally(this.start(sql)),
      pages: (sql, parameters) => ending(connection.pages(sql, parameters), this.start(sql)),
      close: () => connection.close(),
    };
  }

  /**
   * Counts a statement that is being sent.
   * @returns to be called when it is answered
   */
  start(sql: string): () => void {
    const text = sql.replaceAll(LIST, "in (?, …)");
    const entry = this.#sent.get(text) ?? { count: 0, totalMs: 0 };
    this.#sent.set(text, entry);
    entry.count += 1;
    const started = performance.now();
    return () => {
      entry.totalMs += performance.now() - started;
    };
  }
}

async function* ending(pages: AsyncIterable<Rows>, stop: () => void): AsyncGenerator<Rows> {
  try {
    yield* pages;
  } finally {
    stop();
  }
}
