import type { ImageTotals } from "../../judge/totals.ts";
import { SEVERITIES, type Severity } from "../../rules/rule.ts";
import type { TotalsRow } from "../row.ts";
import type { Finding } from "./finding.ts";

/** What a finding is against an earlier report. */
export type BaselineState = "new" | "known" | "resolved";

/** From which severity on a run fails; `newOnly`: findings of the baseline do not count. */
export interface FailOn {
  readonly severity: Severity;
  readonly newOnly: boolean;
}

/** Counts findings while `check` goes on. */
export class CheckTally {
  readonly #found: Record<Severity, number> = { info: 0, warning: 0, error: 0 };
  readonly #fresh: Record<Severity, number> = { info: 0, warning: 0, error: 0 };
  readonly #states: Record<BaselineState, number> = { new: 0, known: 0, resolved: 0 };
  #suppressed = 0;
  #printed = 0;

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

  print(rows: number): void {
    this.#printed += rows;
  }

  /** @param images the images that were looked at */
  totals(
    images: ImageTotals,
    against: { readonly suppressions: boolean; readonly baseline: boolean },
  ): TotalsRow {
    const { error, warning, info } = this.#found;
    return {
      ...images,
      printed: this.#printed,
      error,
      warning,
      info,
      ...(against.suppressions ? { suppressed: this.#suppressed } : {}),
      ...(against.baseline ? this.#states : {}),
    };
  }

  fails({ severity, newOnly }: FailOn): boolean {
    const counts = newOnly ? this.#fresh : this.#found;
    return SEVERITIES.slice(SEVERITIES.indexOf(severity)).some((name) => counts[name] > 0);
  }
}
