import { IncompleteError } from "../errors.ts";
import type { Sink } from "./sink.ts";

/** Whoever read our output has had enough, as `head` does: no failure. */
export class ClosedPipeError extends Error {}

/**
 * Standard output with back-pressure; a reader that has gone away becomes a ClosedPipeError, and one that
 * takes nothing does not keep us from being interrupted.
 */
export class StandardOutput implements Sink {
  readonly #signal: AbortSignal;
  #failure: Error | null = null;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
      this.#failure ??= explain(error);
    });
  }

  async write(text: string | Uint8Array): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    this.#signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => reject(this.#signal.reason as Error);
      this.#signal.addEventListener("abort", stop, { once: true });
      process.stdout.write(text, (error) => {
        this.#signal.removeEventListener("abort", stop);
        if (error) reject(explain(error));
        else resolve();
      });
    });
  }

  async finish(): Promise<void> {}

  discard(): void {}
}

function explain(error: NodeJS.ErrnoException): Error {
  if (error.code === "EPIPE") return new ClosedPipeError();
  return new IncompleteError(`Writing to standard output failed: ${error.message}.`, error);
}
