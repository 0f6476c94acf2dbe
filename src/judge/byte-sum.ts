/** The sum of two numbers below this is exact. */
const EXACT = 2 ** 51;

/** Adds up sizes exactly, whatever they come to. Adding BigInts for every image would show. */
export class ByteSum {
  #bytes = 0n;
  /** What still fits a number exactly. */
  #pending = 0;

  add(sizeBytes: number | bigint | null): void {
    if (sizeBytes === null) return;
    if (typeof sizeBytes === "bigint" || sizeBytes > EXACT) this.#bytes += BigInt(sizeBytes);
    else this.#pending += sizeBytes;
    if (this.#pending > EXACT) this.#flush();
  }

  get total(): bigint {
    this.#flush();
    return this.#bytes;
  }

  #flush(): void {
    this.#bytes += BigInt(this.#pending);
    this.#pending = 0;
  }
}
