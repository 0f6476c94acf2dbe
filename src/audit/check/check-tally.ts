import { ImageTally } from "../../judge/totals.ts";
import { SEVERITIES, type Severity } from "../../rules/rule.ts";
import type { AuditTally } from "../audit-tally.ts";
import type { TotalsRow } from "../row.ts";
import type { Finding } from "./finding.ts";

/** What a finding is against an earlier report. */
export type BaselineState = "new" | "known" | "resolved";

/** From which severity on a run fails; `newOnly`: findings of the baseline do not count. */
export interface FailOn {
  readonly severity: Severity;
  readonly newOnly: boolean;
}

/** What findings are held against. */
export interface Against {
  readonly suppressions: boolean;
  readonly baseline: boolean;
}

/** Counts findings while `check` goes on. */
export class CheckTally implements AuditTally {
  /** The images that were looked at. */
  readonly images = new ImageTally();
  readonly #against: Against;
  readonly #found: Record<Severity, number> = { info: 0, warning: 0, error: 0 };
  readonly #fresh: Record<Severity, number> = { info: 0, warning: 0, error: 0 };
  readonly #states: Record<BaselineState, number> = { new: 0, known: 0, resolved: 0 };
  #suppressed = 0;
  #printed = 0;
  #cut = false;

  constructor(against: Against) {
    this.#against = against;
  }

  get wasCut(): boolean {
    return this.#cut;
  }

  get findings(): number {
    return this.#found.error + this.#found.warning + this.#found.info;
  }

  count({ severity }: Finding, state: BaselineState | null, suppressed: boolean): void {
    if (suppressed) {
      this.#suppressed += 1;
      return;
    }
    this.#found[severity] += 1;
    if (state !== null) this.#states[state] += 1;
    if (state !== "known") this.#fresh[severity] += 1;
  }

  resolve(): void {
    this.#states.resolved += 1;
  }

  /** @param cut whether a limit kept rows from being printed */
  print(rows: number, cut: boolean): void {
    this.#printed += rows;
    this.#cut ||= cut;
  }

  totals(): TotalsRow {
    const { error, warning, info } = this.#found;
    return {
      ...this.images.totals(),
      printed: this.#printed,
      error,
      warning,
      info,
      ...(this.#against.suppressions ? { suppressed: this.#suppressed } : {}),
      ...(this.#against.baseline ? this.#states : {}),
    };
  }

  fails({ severity, newOnly }: FailOn): boolean {
    const counts = newOnly ? this.#fresh : this.#found;
    return SEVERITIES.slice(SEVERITIES.indexOf(severity)).some((name) => counts[name] > 0);
  }
}
