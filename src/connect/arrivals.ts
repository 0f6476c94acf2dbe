import type { Rows } from "../guard/raw-connection.ts";

/** Rows handed over at once: enough to make the handing over cheap, few enough to be garbage while it is young. */
export const ROWS_PER_PAGE = 500;

/** The rows of one statement on their way from the driver, which brings them when the network does, to a reader. */
export class Arrivals {
  #rows: unknown[][] = [];
  #ended = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  push(row: unknown[]): void {
    this.#rows.push(row);
    if (this.#rows.length >= ROWS_PER_PAGE) this.#wake?.();
  }

  /** Nothing more comes. Rows that have come are still handed over before a failure is met. */
  end(failure?: Error): void {
    this.#ended = true;
    this.#failure = failure;
    this.#wake?.();
  }

  /** To be read once. */
  async *pages(): AsyncGenerator<Rows> {
    for (;;) {
      // The driver goes on until a chunk of the network is used up, and only then the reader wakes.
      if (!this.#ended && this.#rows.length < ROWS_PER_PAGE) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      const rows = this.#rows;
      this.#rows = [];
      if (rows.length > 0) yield rows;
      else if (this.#failure !== undefined) throw this.#failure;
      else if (this.#ended) return;
    }
  }
}
