import { IncompleteError, LostConnectionError } from "../errors.ts";
import type { RawConnection, RawResult, Rows, SqlValue } from "../guard/raw-connection.ts";
import type { LoadGate } from "./load-gate.ts";

/** A connection that waits at a gate between two statements, and keeps no read view open for long. */
export class KindConnection implements RawConnection {
  readonly #inner: RawConnection;
  readonly #gate: LoadGate;
  /** Ends what waits here: interrupted, closed, or given up. */
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  #age: NodeJS.Timeout | undefined;

  constructor(inner: RawConnection, gate: LoadGate, signal: AbortSignal) {
    this.#inner = inner;
    this.#gate = gate;
    this.#signal = AbortSignal.any([signal, this.#stop.signal]);
  }

  /**
   * To be called when a read view is opened. It is given up when it has become too old, whether we read,
   * wait at the gate or for whoever takes our output: the server keeps old row versions for it meanwhile.
   */
  limitViewAge(name: string, maxAgeMs: number): void {
    this.#age = setTimeout(() => {
      this.#end(
        new IncompleteError(
          `The read view of ${name} was given up when it was ${Math.round(maxAgeMs / 1000)} s old, as --max-view-age asks: an open one keeps the server from dropping old row versions. Use --consistency chunked, which keeps none open, or allow more.`,
        ),
      );
      void this.#inner.close();
    }, maxAgeMs);
    this.#age.unref();
  }

  async query(sql: string, parameters: readonly SqlValue[]): Promise<RawResult> {
    await this.#pass();
    try {
      return await this.#inner.query(sql, parameters);
    } catch (error) {
      this.#stop.signal.throwIfAborted();
      throw error;
    }
  }

  pages(sql: string, parameters: readonly SqlValue[]): AsyncIterable<Rows> {
    // Sent as soon as the gate is open, whether or not anybody has begun to read.
    const sent = this.#pass().then(() => this.#inner.pages(sql, parameters));
    sent.catch(() => undefined);
    return this.#read(sent);
  }

  async close(): Promise<void> {
    this.#end(new LostConnectionError("The connection is closed."));
    await this.#inner.close();
  }

  async #pass(): Promise<void> {
    this.#stop.signal.throwIfAborted();
    await this.#gate.pass(this.#signal);
  }

  async *#read(sent: Promise<AsyncIterable<Rows>>): AsyncGenerator<Rows> {
    try {
      yield* await sent;
    } catch (error) {
      this.#stop.signal.throwIfAborted();
      throw error;
    }
  }

  #end(reason: Error): void {
    clearTimeout(this.#age);
    this.#stop.abort(reason);
  }
}
