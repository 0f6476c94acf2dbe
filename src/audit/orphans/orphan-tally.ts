import type { Certainty } from "../../judge/instance-state.ts";
import { ImageTally } from "../../judge/totals.ts";
import type { AuditTally } from "../audit-tally.ts";
import type { TotalsRow } from "../row.ts";

/** Sums up a search for orphans: all images that pass the filters, and the orphans among them. */
export class OrphanTally implements AuditTally {
  readonly images = new ImageTally();
  readonly #bytes: Record<Certainty, bigint> = { proven: 0n, presumed: 0n };
  #orphans = 0;
  #undetermined = 0;
  #tooYoung = 0;

  get wasCut(): boolean {
    return this.images.wasCut;
  }

  /** `--fail-on any` is about any orphan. */
  get findings(): number {
    return this.#orphans;
  }

  count(certainty: Certainty, bytes: bigint): void {
    this.#orphans += 1;
    this.#bytes[certainty] += bytes;
  }

  countUndetermined(): void {
    this.#undetermined += 1;
  }

  countTooYoung(): void {
    this.#tooYoung += 1;
  }

  totals(): TotalsRow {
    return {
      ...this.images.totals(),
      undetermined: this.#undetermined,
      proven_bytes: this.#bytes.proven,
      presumed_bytes: this.#bytes.presumed,
      too_young: this.#tooYoung,
    };
  }
}
