import { IncompleteError, LostConnectionError } from "../errors.ts";
import type { RawConnection, RawResult, SqlValue } from "../guard/raw-connection.ts";
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
  limitViewAge(service: string, maxAgeMs: number): void {
    this.#age = setTimeout(() => {
      this.#end(
        new IncompleteError(
          `The read view of ${service} was given up when it was ${Math.round(maxAgeMs / 1000)} s old, as --max-view-age asks: an open one keeps the server from dropping old row versions. Use --consistency chunked, which keeps none open, or allow more.`,
        ),
      );
      void this.#inner.close();
    }, maxAgeMs);
    this.#age.unref();
  }

  async query(sql: string, parameters: readonly SqlValue[]): Promise<RawResult> {
    this.#stop.signal.throwIfAborted();
    await this.#gate.pass(this.#signal);
    try {
      return await this.#inner.query(sql, parameters);
    } catch (error) {
      this.#stop.signal.throwIfAborted();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#end(new LostConnectionError("The connection is closed."));
    await this.#inner.close();
  }

  #end(reason: Error): void {
    clearTimeout(this.#age);
    this.#stop.abort(reason);
  }
}
