import type { ReadonlyQueryCreator } from "kysely/readonly";
import type { HasOperationNode } from "../guard/guarded-connection.ts";

type Rows = readonly (readonly unknown[])[];

const FIRST_RANGE = 10_000;
const LARGEST_RANGE = 200_000;
/** Rows that one statement should bring: what is buffered at once decides peak memory. */
const WANTED_ROWS = 2_000;

/** What a pass needs of a handle, whatever its service. */
interface Passable {
  readonly db: unknown;
  readArrays(query: HasOperationNode): Promise<Rows>;
}

/**
 * Passes a table once by ranges of a numeric key, however few of its rows the query keeps: each statement reads a
 * bounded part of the table. The next range is asked for before the present rows are handed over.
 */
export async function* rangesById(
  handle: Passable,
  table: string,
  readRange: (after: number, upTo: number) => Promise<Rows>,
): AsyncGenerator<Rows> {
  const last = await lastId(handle, table);
  let from = 0;
  let range = FIRST_RANGE;
  let pending = from < last ? readRange(from, from + range) : undefined;
  while (pending !== undefined) {
    const rows = await pending;
    from += range;
    range = nextRange(range, rows.length);
    pending = from < last ? readRange(from, from + range) : undefined;
    // Its failure is met when it is awaited; until then it must not count as unhandled.
    pending?.catch(() => undefined);
    if (rows.length > 0) yield rows;
  }
}

/** The largest key of a table, 0 if it is empty. */
export async function lastId(handle: Passable, table: string): Promise<number> {
  const db = handle.db as ReadonlyQueryCreator<Record<string, { readonly id: number }>>;
  const rows = await handle.readArrays(db.selectFrom(table).select((eb) => eb.fn.max("id").as("last")));
  return Number(rows[0]?.[0] ?? 0);
}

/** Wider where little is found, such as after a purge; narrower where much is. */
function nextRange(range: number, found: number): number {
  if (found > 2 * WANTED_ROWS) return Math.max(1_000, Math.trunc(range / 2));
  return found < WANTED_ROWS / 2 ? Math.min(LARGEST_RANGE, range * 2) : range;
}
