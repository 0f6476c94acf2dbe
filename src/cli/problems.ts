import { UsageError } from "../errors.ts";

/** Collects what is wrong with a command line, so that the user hears all of it at once. */
export class Problems {
  readonly #found: string[] = [];

  add(problem: string): void {
    this.#found.push(problem);
  }

  /** @throws UsageError with every problem, one a line */
  throwIfAny(): void {
    if (this.#found.length > 0) throw new UsageError(this.#found.join("\n"));
  }
}
