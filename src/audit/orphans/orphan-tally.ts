import { ByteSum } from "../../judge/byte-sum.ts";
import type { Certainty } from "../../judge/instance-state.ts";
import { ImageTally } from "../../judge/totals.ts";
import type { AuditTally } from "../audit-tally.ts";
import type { TotalsRow } from "../row.ts";

const GIB = 2n ** 30n;

/** Sums up a search for orphans: all images that pass the filters, and the orphans among them. */
export class OrphanTally implements AuditTally {
  readonly images = new ImageTally();
  readonly #bytes: Record<Certainty, ByteSum> = { proven: new ByteSum(), presumed: new ByteSum() };
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

  /** @param inCinderGib GiB of the snapshots in cinder that the image stands for */
  count(certainty: Certainty, sizeBytes: number | bigint | null, inCinderGib: number): void {
    this.#orphans += 1;
    this.#bytes[certainty].add(sizeBytes);
    if (inCinderGib > 0) this.#bytes[certainty].add(BigInt(inCinderGib) * GIB);
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
      proven_bytes: this.#bytes.proven.total,
      presumed_bytes: this.#bytes.presumed.total,
      too_young: this.#tooYoung,
    };
  }
}
