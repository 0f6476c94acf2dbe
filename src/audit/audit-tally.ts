import type { TotalsRow } from "./row.ts";

/** What a report needs to know of an audit's sums. */
export interface AuditTally {
  /** Whether a limit kept rows from being printed. */
  readonly wasCut: boolean;
  /** How many rows `--fail-on any` is about. */
  readonly findings: number;
  /** @throws InternalError if they do not reconcile */
  totals(): TotalsRow;
}
