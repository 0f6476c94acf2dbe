/** A value that may be sent as a parameter. */
export type SqlValue = string | number | bigint | boolean | null;

/** One result: rows as arrays in the order of `columns`, DATETIMEs as text, integers above 2^53 as text. */
export interface RawResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * One physical connection, or a chain of them that looks like one. Only the guard may hold it: whoever holds
 * a RawConnection can send anything.
 */
export interface RawConnection {
  /** @throws LostConnectionError when the connection broke or the server fell silent */
  query(sql: string, parameters: readonly SqlValue[]): Promise<RawResult>;
  close(): Promise<void>;
}
