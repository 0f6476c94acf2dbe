import { UsageError } from "../errors.ts";

/** Collects what is wrong with a command line, so that the user hears all of it at once, and nothing twice. */
export class Problems {
  readonly #found = new Set<string>();

  add(problem: string): void {
    this.#found.add(problem);
  }

  /** @throws UsageError with every problem, one a line */
  throwIfAny(): void {
    if (this.#found.size > 0) throw new UsageError([...this.#found].join("\n"));
  }
}
