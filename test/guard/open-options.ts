import type { OpenOptions } from "../../src/connect/open-options.ts";

/** How the tests open a database, unless they care. */
export function openOptions(changed: Partial<OpenOptions> = {}): OpenOptions {
  return {
    consistency: "snapshot",
    statementTimeoutSeconds: 30,
    reconnect: 0,
    requireReadonlyAccount: false,
    signal: new AbortController().signal,
    notify: () => undefined,
    now: () => new Date("2026-01-01T00:00:00Z"),
    ...changed,
  };
}
