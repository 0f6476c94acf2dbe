import { prefixOf } from "./uuid-words.ts";

/** A bit for each beginning of a UUID: of few UUIDs it tells most others apart at a glance. */
export class PrefixBits {
  /** Hex digits of a beginning. */
  readonly #digits: number;
  readonly #bits: Uint8Array;

  /** @param digits four for thousands of UUIDs (8 KiB), five for more (128 KiB) */
  constructor(digits: 4 | 5) {
    this.#digits = digits;
    this.#bits = new Uint8Array(2 ** (4 * digits - 3));
  }

  add(id: string): void {
    const prefix = prefixOf(id, this.#digits);
    if (prefix >= 0) this.#bits[prefix >>> 3]! |= 1 << (prefix & 7);
  }

  /** Whether it is certain that no such id was added, nor another spelling of it. */
  excludes(id: string): boolean {
    const prefix = prefixOf(id, this.#digits);
    return prefix >= 0 && (this.#bits[prefix >>> 3]! & (1 << (prefix & 7))) === 0;
  }
}
