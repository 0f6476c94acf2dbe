import { InterruptedError } from "../errors.ts";

/** Politeness to the server has its limit: then the process ends whatever still hangs. */
const LAST_PATIENCE_MS = 5_000;

/** Lets SIGINT and SIGTERM end an audit with no file half-written and no query left running. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #cleanups = new Set<() => void>();

  /** Aborted, with an InterruptedError as reason, when a signal has arrived. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Listens until the process ends. */
  listen(): void {
    process.on("SIGINT", () => this.#stop("SIGINT"));
    process.on("SIGTERM", () => this.#stop("SIGTERM"));
  }

  /** Runs `cleanup` at once, synchronously, when a signal comes; returns the way to take it back. */
  onStop(cleanup: () => void): () => void {
    this.#cleanups.add(cleanup);
    return () => this.#cleanups.delete(cleanup);
  }

  /** npx forwards the terminal's signal, so the same one may arrive twice within milliseconds. */
  #stop(name: "SIGINT" | "SIGTERM"): void {
    if (this.#controller.signal.aborted) return;
    for (const cleanup of this.#cleanups) cleanup();
    const reason = new InterruptedError(name);
    setTimeout(() => process.exit(reason.exitCode), LAST_PATIENCE_MS).unref();
    this.#controller.abort(reason);
  }
}
