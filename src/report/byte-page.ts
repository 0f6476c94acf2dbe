const FIRST_CAPACITY = 1 << 18;
/** One UTF-16 code unit takes at most this many bytes in UTF-8. */
const BYTES_PER_UNIT = 3;

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

  /** Appends a few ASCII characters. */
  appendAscii(text: string): void {
    this.#reserve(text.length);
    for (let at = 0; at < text.length; at += 1) this.#bytes[this.#end + at] = text.charCodeAt(at);
    this.#end += text.length;
  }

  /**
   * Appends text while its characters are plain.
   * @param special by character code below 128: 1 where the character is not to be written as it stands
   * @returns false if one is special, and then what was appended is to be truncated
   */
  appendPlain(text: string, special: Uint8Array): boolean {
    this.#reserve(text.length);
    const bytes = this.#bytes;
    const { length } = text;
    let end = this.#end;
    for (let at = 0; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 127) return this.#appendForeign(text, at, special, end);
      if (special[code] === 1) return false;
      bytes[end] = code;
      end += 1;
    }
    this.#end = end;
    return true;
  }

  /** The rest of a text from its first character beyond ASCII. */
  #appendForeign(text: string, from: number, special: Uint8Array, end: number): boolean {
    for (let at = from; at < text.length; at += 1) if (special[text.charCodeAt(at)] === 1) return false;
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
