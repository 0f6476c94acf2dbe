import { InternalError } from "../errors.ts";
import { ByteSum } from "./byte-sum.ts";
import { CLASSES, type Class } from "./classify.ts";

/** The figures of an audit of images. `scanned` counts the images that passed the filters. */
export type ImageTotals = Readonly<
  Record<"scanned" | "full" | "partial" | "missing" | "printed", number> & Record<"size_bytes", bigint>
>;

/** Sums up an audit while it goes on. */
export class ImageTally {
  readonly #classes: Record<Class, number> = { full: 0, partial: 0, missing: 0 };
  #scanned = 0;
  #printed = 0;
  #unexpected = 0;
  #cut = false;
  readonly #bytes = new ByteSum();

  /** Images whose cause is not an expected one: what `--fail-on any` is about. */
  get findings(): number {
    return this.#unexpected;
  }

  /** Whether a limit kept rows from being printed. */
  get wasCut(): boolean {
    return this.#cut;
  }

  count(found: Class, sizeBytes: number | bigint | null, expected: boolean | null): void {
    this.#scanned += 1;
    this.#classes[found] += 1;
    if (expected === false) this.#unexpected += 1;
    this.#bytes.add(sizeBytes);
  }

  /** @param cut whether a limit kept rows from being printed */
  print(rows: number, cut: boolean): void {
    this.#printed += rows;
    this.#cut ||= cut;
  }

  /** @throws InternalError if an image was counted twice or not at all */
  totals(): ImageTotals {
    const sum = CLASSES.reduce((total, name) => total + this.#classes[name], 0);
    if (sum !== this.#scanned || this.#printed > this.#scanned) {
      throw new InternalError(`The totals do not reconcile: ${this.#scanned} scanned, ${sum} classified.`);
    }
    return {
      scanned: this.#scanned,
      ...this.#classes,
      size_bytes: this.#bytes.total,
      printed: this.#printed,
    };
  }
}
