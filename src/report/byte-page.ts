const FIRST_CAPACITY = 1 << 18;
/** One UTF-16 code unit takes at most this many bytes in UTF-8. */
const BYTES_PER_UNIT = 3;

/** Those of the largest number that is exact. */
const MOST_DIGITS = 16;
const ZERO = 48;

/** Marks the characters that take more than one byte: see `appendPlain`. */
export const BEYOND_ASCII = 2;

/** A page of text as bytes, reused from page to page: a million rows leave no garbage behind. */
export class BytePage {
  #bytes = Buffer.allocUnsafe(FIRST_CAPACITY);
  #end = 0;

  get end(): number {
    return this.#end;
  }

  /** The page so far; valid until the next change. */
  get text(): Uint8Array {
    return this.#bytes.subarray(0, this.#end);
  }

  /** Forgets everything from `end` on. */
  truncate(end: number): void {
    this.#end = end;
  }

  /** Appends any text. */
  append(text: string): void {
    this.#reserve(text.length);
    this.#end += this.#bytes.write(text, this.#end, "utf8");
  }

  /** Appends one ASCII character. */
  appendByte(code: number): void {
    this.#reserve(1);
    this.#bytes[this.#end] = code;
    this.#end += 1;
  }

  /** Appends the digits of a whole number that is not negative. */
  appendInteger(value: number): void {
    this.#reserve(MOST_DIGITS);
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits += 1;
    for (let at = this.#end + digits - 1, rest = value; at >= this.#end; at -= 1) {
      const higher = Math.floor(rest / 10);
      this.#bytes[at] = ZERO + (rest - higher * 10);
      rest = higher;
    }
    this.#end += digits;
  }

  /**
   * Appends text while its characters are plain.
   * @param special by character code: 0 where a character is written as it stands in one byte, BEYOND_ASCII
   * where in several
   * @returns false if one is neither, and then what was appended is to be truncated
   */
  appendPlain(text: string, special: Uint8Array): boolean {
    const { length } = text;
    this.#reserve(length);
    const bytes = this.#bytes;
    const start = this.#end;
    for (let at = 0; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (special[code] !== 0) return this.#appendForeign(text, at, special);
      bytes[start + at] = code;
    }
    this.#end = start + length;
    return true;
  }

  /** The rest of a text from its first character that is not ASCII or not plain. */
  #appendForeign(text: string, from: number, special: Uint8Array): boolean {
    for (let at = from; at < text.length; at += 1) {
      const kind = special[text.charCodeAt(at)];
      if (kind !== 0 && kind !== BEYOND_ASCII) return false;
    }
    const end = this.#end + from;
    this.#end = end + this.#bytes.write(text.slice(from), end, "utf8");
    return true;
  }

  #reserve(units: number): void {
    const needed = this.#end + units * BYTES_PER_UNIT;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}
