import { selectFromChildren, type ChildKind } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";

const FIRST_RANGE = 10_000;
const LARGEST_RANGE = 200_000;
const WANTED_ROWS = 2_000;

/** A stretch of the ids of a table: after the first, up to the second. */
export interface IdRange {
  readonly after: number;
  readonly upTo: number;
}

/**
 * Reads a table in the order of its own ids, some thousands of them a statement, so that each stays far
 * below any time limit and the whole is one sequential read. Wider where little is found.
 */
export async function* readInIdRanges(
  handle: GlanceHandle,
  kind: ChildKind,
  read: (range: IdRange) => Promise<readonly (readonly unknown[])[]>,
): AsyncGenerator<readonly (readonly unknown[])[]> {
  const last = await lastId(handle, kind);
  let width = FIRST_RANGE;
  for (let after = 0; after < last;) {
    const rows = await read({ after, upTo: after + width });
    after += width;
    if (rows.length > 2 * WANTED_ROWS) width = Math.max(1_000, Math.trunc(width / 2));
    else if (rows.length < WANTED_ROWS / 2) width = Math.min(LARGEST_RANGE, width * 2);
    yield rows;
  }
}

async function lastId(handle: GlanceHandle, kind: ChildKind): Promise<number> {
  const query = selectFromChildren(handle, kind, "id").select((eb) => eb.fn.max("t.id").as("last"));
  return Number((await handle.readArrays(query))[0]?.[0] ?? 0);
}
