/** A value that may be sent as a parameter. */
export type SqlValue = string | number | bigint | boolean | null;

/** Rows as arrays, each in the order of the selection. */
export type Rows = readonly (readonly unknown[])[];

/** One result: rows as arrays in the order of `columns`, DATETIMEs as text, integers above 2^53 as text. */
export interface RawResult {
  readonly columns: readonly string[];
  readonly rows: Rows;
}

/**
 * One physical connection, or a chain of them that looks like one. Only the guard may hold it: whoever holds
 * a RawConnection can send anything.
 */
export interface RawConnection {
  /** @throws LostConnectionError when the connection broke or the server fell silent */
  query(sql: string, parameters: readonly SqlValue[]): Promise<RawResult>;
  /**
   * The same for a statement that brings thousands of rows: some hundreds at a time, as they arrive. It is sent
   * when its turn comes, whether or not anybody has begun to read, and what is not read is forgotten.
   */
  pages(sql: string, parameters: readonly SqlValue[]): AsyncIterable<Rows>;
  close(): Promise<void>;
}
