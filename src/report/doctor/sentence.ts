/** What a check says: about what, what was found, and what to do about it. */
export interface Sentence {
  readonly subject: string;
  readonly finding: string;
  /** What to do, or what it means; null where there is nothing to say. */
  readonly advice: string | null;
}
