import { InternalError } from "../errors.ts";
import { CLASSES, type Class } from "./classify.ts";

/** The figures of an audit of images. `scanned` counts the images that passed the filters. */
export type ImageTotals = Readonly<
  Record<"scanned" | "full" | "partial" | "missing" | "printed", number> & Record<"size_bytes", bigint>
>;

/** The sum of two numbers below this is exact. */
const EXACT = 2 ** 51;

/** Sums up an audit while it goes on. */
export class ImageTally {
  readonly #classes: Record<Class, number> = { full: 0, partial: 0, missing: 0 };
  #scanned = 0;
  #printed = 0;
  #unexpected = 0;
  #cut = false;
  #bytes = 0n;
  /** Bytes that still fit a number exactly: adding BigInts for every image would show. */
  #pending = 0;

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
    if (sizeBytes === null) return;
    if (typeof sizeBytes === "bigint" || sizeBytes > EXACT) this.#bytes += BigInt(sizeBytes);
    else this.#pending += sizeBytes;
    if (this.#pending > EXACT) this.#flush();
  }

  /** @param cut whether a limit kept rows from being printed */
  print(rows: number, cut: boolean): void {
    this.#printed += rows;
    this.#cut ||= cut;
  }

  /** @throws InternalError if an image was counted twice or not at all */
  totals(): ImageTotals {
    this.#flush();
    const sum = CLASSES.reduce((total, name) => total + this.#classes[name], 0);
    if (sum !== this.#scanned || this.#printed > this.#scanned) {
      throw new InternalError(`The totals do not reconcile: ${this.#scanned} scanned, ${sum} classified.`);
    }
    return { scanned: this.#scanned, ...this.#classes, size_bytes: this.#bytes, printed: this.#printed };
  }

  #flush(): void {
    this.#bytes += BigInt(this.#pending);
    this.#pending = 0;
  }
}
