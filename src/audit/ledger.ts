import type { ReadFrom } from "../connect/handle.ts";
import { differentServers } from "../connect/server-identity.ts";

/** What an audit has read, and what it could not: the ground on which its report may call itself complete. */
export class Ledger {
  readonly #visits: ReadFrom[] = [];
  readonly #shortfalls: string[] = [];
  readonly #presumes: string[] = [];
  readonly #warnings = new Set<string>();
  readonly #notify: (message: string) => void;

  /** @param notify takes what the user should know at once */
  constructor(notify: (message: string) => void) {
    this.#notify = notify;
  }

  /** The databases in the order of their first reading, each with all servers that answered. */
  get databases(): readonly ReadFrom[] {
    const known: ReadFrom[] = [];
    for (const about of this.#visits) {
      const at = known.findIndex(({ service, where }) => service === about.service && where === about.where);
      const first = known[at];
      if (first === undefined) known.push(about);
      else known[at] = { ...first, servers: differentServers(first.servers, about.servers) };
    }
    return known;
  }

  /** Why the report is not the whole answer; empty if it is. */
  get shortfalls(): readonly string[] {
    return this.#shortfalls;
  }

  /** What was taken for granted because no database says it. */
  get presumes(): readonly string[] {
    return this.#presumes;
  }

  read(about: ReadFrom): void {
    this.#visits.push(about);
  }

  fallShort(reason: string): void {
    if (!this.#shortfalls.includes(reason)) this.#shortfalls.push(reason);
  }

  /** Tells the user what limits the report without making it incomplete; once. */
  warn(message: string): void {
    if (this.#warnings.has(message)) return;
    this.#warnings.add(message);
    this.#notify(message);
  }

  presume(presumption: string): void {
    if (!this.#presumes.includes(presumption)) this.#presumes.push(presumption);
  }
}
