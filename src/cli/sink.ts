/** Where a report goes. */
export interface Sink {
  write(text: string): Promise<void>;
  finish(): Promise<void>;
  /** Drops what can be dropped; must be synchronous. */
  discard(): void;
}
