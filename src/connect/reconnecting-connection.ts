import { setTimeout as pause } from "node:timers/promises";
import { IncompleteError, LostConnectionError } from "../errors.ts";
import type { RawConnection, RawResult, Rows, SqlValue } from "../guard/raw-connection.ts";
import { Turns } from "./turns.ts";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

/** How patiently to reconnect. */
export interface ReconnectPolicy {
  /** Attempts in a row without one answered statement. */
  readonly attempts: number;
  readonly signal: AbortSignal;
  readonly notify: (message: string) => void;
}

/**
 * Looks like one connection and survives the loss of its server. Each statement is a read of one page by
 * key, so sending it again after a loss neither loses a row nor doubles one.
 */
export class ReconnectingConnection implements RawConnection {
  readonly #open: () => Promise<RawConnection>;
  readonly #policy: ReconnectPolicy;
  #current: RawConnection;
  readonly #closing = new AbortController();
  #failures = 0;
  /** Statements wait for one another, so that one loss is mended once. */
  readonly #turns = new Turns();

  constructor(first: RawConnection, open: () => Promise<RawConnection>, policy: ReconnectPolicy) {
    this.#current = first;
    this.#open = open;
    this.#policy = policy;
  }

  query(sql: string, parameters: readonly SqlValue[]): Promise<RawResult> {
    return this.#turns.take(() => this.#persist(sql, parameters));
  }

  /** In one piece: what a lost connection had brought would come once more after the next. */
  async *pages(sql: string, parameters: readonly SqlValue[]): AsyncGenerator<Rows> {
    yield (await this.query(sql, parameters)).rows;
  }

  async close(): Promise<void> {
    this.#closing.abort(new LostConnectionError("The connection is closed."));
    await this.#current.close();
  }

  async #persist(sql: string, parameters: readonly SqlValue[]): Promise<RawResult> {
    for (;;) {
      try {
        const result = await this.#current.query(sql, parameters);
        this.#failures = 0;
        return result;
      } catch (error) {
        if (!(error instanceof LostConnectionError) || this.#closing.signal.aborted) throw error;
        await this.#reconnect(error);
        // Closed meanwhile: a connection that nobody has would keep the process alive.
        if (this.#closing.signal.aborted) await this.#current.close();
      }
    }
  }

  async #reconnect(loss: Error): Promise<void> {
    const { attempts, signal, notify } = this.#policy;
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    let last = loss;
    for (;;) {
      if (this.#failures >= attempts) {
        throw new IncompleteError(
          `Gave up after ${attempts} attempts to reconnect without progress. ${last.message}`,
          last,
        );
      }
      const wait = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
      this.#failures += 1;
      notify(`Connection lost; reconnecting in ${wait / 1000} s (attempt ${this.#failures} of ${attempts}).`);
      await pause(wait, undefined, { signal: stop }).catch(() => {
        throw stop.reason;
      });
      try {
        this.#current = await this.#open();
        return;
      } catch (error) {
        if (!(error instanceof Error) || signal.aborted) throw error;
        last = error;
      }
    }
  }
}
