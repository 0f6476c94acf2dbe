type Rows = readonly (readonly unknown[])[];

/**
 * Pages of a table in the order of a numeric key that stands first in each row. The next page is asked for before
 * the present one is handed over, so that server and client work side by side.
 */
export async function* pagesById(
  perPage: number,
  readAfter: (id: number) => Promise<Rows>,
): AsyncGenerator<Rows> {
  let pending: Promise<Rows> | undefined = readAfter(0);
  while (pending !== undefined) {
    const rows: Rows = await pending;
    const last = rows.at(-1);
    pending = rows.length === perPage && last !== undefined ? readAfter(Number(last[0])) : undefined;
    // Its failure is met when it is awaited; until then it must not count as unhandled.
    pending?.catch(() => undefined);
    if (rows.length > 0) yield rows;
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
