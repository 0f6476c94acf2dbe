import type { InstanceState } from "../../judge/instance-state.ts";
import type { Ledger } from "../ledger.ts";

const PRESUMPTION =
  "no other nova uses this glance; otherwise give --shared-glance, and untraceable instances count as unknown";

/** Counts the images whose instance may exist or not: with one of them an audit is not complete. */
export class Undetermined {
  readonly #ledger: Ledger;
  readonly #vouched: boolean;
  #images = 0;
  #unexplained = 0;

  /** @param vouched the operator's word that no other nova uses this glance */
  constructor(ledger: Ledger, vouched: boolean) {
    this.#ledger = ledger;
    this.#vouched = vouched;
  }

  get images(): number {
    return this.#images;
  }

  count(state: InstanceState | null): void {
    if (state === "untraceable" && !this.#vouched) this.#ledger.presume(PRESUMPTION);
    if (state !== "unknown") return;
    this.#images += 1;
    this.#unexplained += 1;
  }

  /** Tells the ledger why, once all images of a stretch are counted. */
  explain(doubts: readonly string[]): void {
    if (this.#unexplained === 0) return;
    const images =
      this.#unexplained === 1 ? "the instance of 1 image" : `the instances of ${this.#unexplained} images`;
    const reason = doubts.length === 0 ? "they changed while they were read" : doubts.join("; ");
    this.#ledger.fallShort(`It is not known what became of ${images}: ${reason}.`);
    this.#unexplained = 0;
  }
}
