import { isCanonicalUuid } from "./uuid-words.ts";

/** The part of the key order that is of interest: after one id, and up to another where there is one. */
export class IdRange {
  readonly #after: string;
  /** The last id of the part. */
  upTo: string | undefined;

  /** @param after "" for none */
  constructor(after: string) {
    this.#after = after;
  }

  /** Ids that are no UUIDs are never outside: where the server sorts them is its own affair. */
  excludes(id: string): boolean {
    if (id > this.#after && (this.upTo === undefined || id <= this.upTo)) return false;
    return isCanonicalUuid(id);
  }
}
