/** Where a report goes. */
export interface Sink {
  /** @param text text, or its bytes in UTF-8, which are not looked at again once the promise is settled */
  write(text: string | Uint8Array): Promise<void>;
  finish(): Promise<void>;
  /** Drops what can be dropped; must be synchronous. */
  discard(): void;
}
