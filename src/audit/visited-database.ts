import type { Handle, Service } from "../connect/handle.ts";
import { IncompleteError, UnusableError, WrongSchemaError } from "../errors.ts";
import type { Ledger } from "./ledger.ts";

/** What a visit needs of a handle. */
type Visitable = Pick<Handle<Service, unknown>, "about" | "close">;

/** An open database, until `end` is called. */
export interface Visit<H> {
  /** @returns undefined if the database could not be read to the end of `work`, now or earlier in this visit */
  ask<T>(work: (handle: H) => Promise<T>): Promise<T | undefined>;
  end(): Promise<void>;
}

/**
 * A database beside glance. It is opened for each visit and closed after it, so that no read view is kept open
 * on what has been read. Once a visit has failed it counts as unread and is not asked again.
 */
export class VisitedDatabase<H extends Visitable> {
  /** How reports name it: `nova-api`, `cinder`, a cell's name. */
  readonly name: string;
  readonly #open: () => Promise<H>;
  readonly #ledger: Ledger;
  #unread: string | undefined;

  /** @param unread why it cannot be opened at all, where that is known beforehand */
  constructor(name: string, open: () => Promise<H>, ledger: Ledger, unread?: string) {
    this.name = name;
    this.#open = open;
    this.#ledger = ledger;
    if (unread !== undefined) this.#fail(unread);
  }

  /** Why it could not be read, undefined while it can. */
  get unread(): string | undefined {
    return this.#unread;
  }

  /**
   * Opens the database, works with it and closes it.
   * @returns undefined if it could not be opened or read to the end of `work`
   * @throws WrongSchemaError when the command line named a database of another service
   */
  async visit<T>(work: (handle: H) => Promise<T>): Promise<T | undefined> {
    const visit = await this.begin();
    try {
      return await visit.ask(work);
    } finally {
      await visit.end();
    }
  }

  /** Opens the database for several questions; they are all of one moment where that was asked for. */
  async begin(): Promise<Visit<H>> {
    const handle = await this.#try(this.#open);
    if (handle !== undefined) this.#ledger.read(handle.about);
    return {
      ask: async (work) => (handle === undefined ? undefined : this.#try(() => work(handle))),
      end: async () => handle?.close(),
    };
  }

  async #try<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#unread !== undefined) return undefined;
    try {
      return await work();
    } catch (error) {
      if (!isUnread(error)) throw error;
      this.#fail(error.message);
      return undefined;
    }
  }

  #fail(reason: string): void {
    this.#unread = reason;
    this.#ledger.fallShort(reason);
  }
}

/** Of a cell, being something else is one more way of not being readable; of the others it ends the run. */
function isUnread(error: unknown): error is IncompleteError | UnusableError {
  if (error instanceof WrongSchemaError) return error.service === "nova";
  return error instanceof IncompleteError || error instanceof UnusableError;
}
