import type { Kindness } from "./kindness.ts";
import type { StatementLog } from "./statement-log.ts";

/** How databases are to be opened and read. */
export interface OpenOptions {
  /** `snapshot`: one moment per database. `chunked`: short statements that survive a lost connection. */
  readonly consistency: "snapshot" | "chunked";
  readonly statementTimeoutSeconds: number;
  /** Attempts to reconnect in a row without progress; chunked only. */
  readonly reconnect: number;
  readonly requireReadonlyAccount: boolean;
  /** When to leave the servers in peace; without it reading never waits. */
  readonly kindness?: Kindness;
  /** Remembers what is sent. */
  readonly statements?: StatementLog | undefined;
  readonly signal: AbortSignal;
  /** Takes what the user should know while the work goes on: one sentence each. */
  readonly notify: (message: string) => void;
  /** Told why reading waits, for as long as it does; undefined when it goes on. */
  readonly waiting?: (reason: string | undefined) => void;
  readonly now: () => Date;
}
