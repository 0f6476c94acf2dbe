import type { HasOperationNode } from "../guard/guarded-connection.ts";
import type { Rows } from "../guard/raw-connection.ts";

/** What a pass over a table needs of a handle, whatever its service. */
interface Passable {
  readPages(query: HasOperationNode): AsyncIterable<Rows>;
}

/**
 * A table in the order of a numeric key that stands first in each row, some hundred rows at a time.
 * @param perStatement the limit in the query
 */
export function pagesById(
  handle: Passable,
  perStatement: number,
  queryAfter: (id: number) => HasOperationNode,
): AsyncGenerator<Rows> {
  return pagesByKey(handle, perStatement, 0, (key) => queryAfter(Number(key)));
}

/**
 * The same of any key. The next statement is sent before the last rows of the present one are handed over, so that
 * server and client work side by side.
 * @param start the key after which the first statement begins
 */
export async function* pagesByKey(
  handle: Passable,
  perStatement: number,
  start: unknown,
  queryAfter: (key: unknown) => HasOperationNode,
): AsyncGenerator<Rows> {
  let ahead: AsyncIterable<Rows> | undefined = handle.readPages(queryAfter(start));
  while (ahead !== undefined) {
    const pages: AsyncIterable<Rows> = ahead;
    ahead = undefined;
    let read = 0;
    for await (const rows of pages) {
      read += rows.length;
      if (read === perStatement) ahead = handle.readPages(queryAfter(rows.at(-1)?.[0]));
      yield rows;
    }
  }
}

/** Cuts a list of keys into lists for `IN (…)`. */
export function* batches<T>(keys: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const key of keys) {
    batch.push(key);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Looking one key up costs about as much as passing this many rows of a table. */
const LOOKUP_COST = 4;

/**
 * Whether passing a whole table is cheaper than looking keys up in it.
 * @param rows the server's estimate of the table's rows; 0 where it gives none
 */
export function isPassCheaper(rows: number, keys: number): boolean {
  return rows > 0 && rows < keys * LOOKUP_COST;
}
