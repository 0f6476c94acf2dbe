/** How databases are to be opened and read. */
export interface OpenOptions {
  /** `snapshot`: one moment per database. `chunked`: short statements that survive a lost connection. */
  readonly consistency: "snapshot" | "chunked";
  readonly statementTimeoutSeconds: number;
  /** Attempts to reconnect in a row without progress; chunked only. */
  readonly reconnect: number;
  readonly requireReadonlyAccount: boolean;
  readonly signal: AbortSignal;
  /** Takes what the user should know while the work goes on: one sentence each. */
  readonly notify: (message: string) => void;
  readonly now: () => Date;
}
