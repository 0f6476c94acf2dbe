/** A counter of the server, such as Threads_running, and how high it may be. */
export interface LoadLimit {
  readonly variable: string;
  readonly atMost: number;
}

/** When to leave a server in peace. What is not given asks for nothing. */
export interface Kindness {
  /** Wait while a counter of the server that is read is higher. */
  readonly maxLoad?: readonly LoadLimit[];
  /** Wait while the server that is read is a replica further behind than this, or its replication is stopped. */
  readonly maxLagSeconds?: number | undefined;
  /** Wait while this file exists. */
  readonly pauseFile?: string | undefined;
  /** Give up a read view older than this: an open one keeps the server from dropping old row versions. */
  readonly maxViewAgeMs?: number | undefined;
}
