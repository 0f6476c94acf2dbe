import type { OpenOptions } from "../../src/connect/open-options.ts";

/** How tests open databases: in silence, and without a second attempt. */
export const OPEN_OPTIONS: OpenOptions = {
  consistency: "snapshot",
  statementTimeoutSeconds: 30,
  reconnect: 0,
  requireReadonlyAccount: false,
  signal: new AbortController().signal,
  notify: () => undefined,
  now: () => new Date(),
};

export const NO_PROGRESS = { scanned: () => undefined, judged: () => undefined } as const;
