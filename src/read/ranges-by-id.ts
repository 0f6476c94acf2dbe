import type { ReadonlyQueryCreator } from "kysely/readonly";
import type { HasOperationNode } from "../guard/guarded-connection.ts";
import type { Rows } from "../guard/raw-connection.ts";

/** Ids per statement: a sequential read of mostly about a tenth of a second. */
const SMALLEST_RANGE = 5_000;
const FIRST_RANGE = 100_000;
const LARGEST_RANGE = 800_000;
/** Rows that one statement should bring: fewer would make statements, more would make them long. */
const WANTED_ROWS = 32_000;

/** What a pass over a table needs of a handle, whatever its service. */
interface Passable {
  readonly db: unknown;
  readArrays(query: HasOperationNode): Promise<Rows>;
  readPages(query: HasOperationNode): AsyncIterable<Rows>;
}

/** How much of a table has been read. */
export type ScanProgress = (done: number, total: number) => void;

/**
 * Passes a table once by ranges of a numeric key, however few of its rows the query keeps: each statement reads a
 * bounded part of the table. The next range is asked for before the present rows are handed over, so that server
 * and client work side by side.
 */
export async function* rangesById(
  handle: Passable,
  table: string,
  queryRange: (after: number, upTo: number) => HasOperationNode,
  progress: ScanProgress = () => undefined,
): AsyncGenerator<Rows> {
  const last = await lastId(handle, table);
  let from = 0;
  let range = FIRST_RANGE;
  let found = WANTED_ROWS;
  const next = (): AsyncIterable<Rows> | undefined =>
    from < last ? handle.readPages(queryRange(from, from + range)) : undefined;
  let ahead = next();
  while (ahead !== undefined) {
    const pages: AsyncIterable<Rows> = ahead;
    from += range;
    range = nextRange(range, found);
    ahead = next();
    found = 0;
    for await (const rows of pages) {
      found += rows.length;
      if (rows.length > 0) yield rows;
    }
    progress(Math.min(from, last), last);
  }
}

/** The largest key of a table, 0 if it is empty. */
export async function lastId(handle: Omit<Passable, "readPages">, table: string): Promise<number> {
  const db = handle.db as ReadonlyQueryCreator<Record<string, { readonly id: number }>>;
  const rows = await handle.readArrays(db.selectFrom(table).select((eb) => eb.fn.max("id").as("last")));
  return Number(rows[0]?.[0] ?? 0);
}

/** Wider where little is found, such as after a purge; narrower where much is. */
function nextRange(range: number, found: number): number {
  if (found > 2 * WANTED_ROWS) return Math.max(SMALLEST_RANGE, Math.trunc(range / 2));
  return found < WANTED_ROWS / 2 ? Math.min(LARGEST_RANGE, range * 2) : range;
}
