import { UuidTable } from "../../read/packed/uuid-table.ts";

/** UUIDs all over the range, as real ones are: as many as a reader asks for at once, since that decides plans. */
export function sampleIds(count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const hex = (Math.imul(at + 1, 0x9e37_79b1) >>> 0).toString(16).padStart(8, "0");
    return `${hex}-0000-4000-8000-000000000000`;
  });
}

/** The same as readers of instances want them. */
export function sampleTable(count: number): UuidTable {
  const table = new UuidTable(0);
  for (const id of sampleIds(count)) table.claim(id);
  return table;
}

/** What is answered to a reader that asks for the last id of a table, so that it reads one range. */
export const LAST_ID = [[10_000]];

/** Asks a reader for all of its pages. */
export async function drain(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pages);
}
