import { IncompleteError } from "../errors.ts";
import type { Sink } from "./sink.ts";

/** Whoever read our output has had enough, as `head` does: no failure. */
export class ClosedPipeError extends Error {}

/** Standard output with back-pressure; a reader that has gone away becomes a ClosedPipeError. */
export class StandardOutput implements Sink {
  #failure: Error | null = null;

  constructor() {
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
      this.#failure ??= explain(error);
    });
  }

  async write(text: string): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(text, (error) => {
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
