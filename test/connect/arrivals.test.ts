import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { Arrivals, ROWS_PER_PAGE } from "../../src/connect/arrivals.ts";

/** Rows numbered from `from`, as a chunk of the network brings them. */
function bring(arrivals: Arrivals, from: number, count: number): void {
  for (let at = from; at < from + count; at += 1) arrivals.push([at]);
}

async function collect(arrivals: Arrivals): Promise<number[][]> {
  const pages: number[][] = [];
  for await (const page of arrivals.pages()) pages.push(page.map((row) => Number(row[0])));
  return pages;
}

test.each([0, 1, ROWS_PER_PAGE - 1, ROWS_PER_PAGE, ROWS_PER_PAGE + 1, 3 * ROWS_PER_PAGE])(
  "%d rows arrive once each and in order, read early or late",
  async (count) => {
    for (const early of [true, false]) {
      const arrivals = new Arrivals();
      const reading = early ? collect(arrivals) : undefined;
      for (let from = 0; from < count; from += 200) {
        bring(arrivals, from, Math.min(200, count - from));
        await nextTurn();
      }
      arrivals.end();
      const pages = await (reading ?? collect(arrivals));
      expect(pages.flat()).toEqual(Array.from({ length: count }, (_, at) => at));
      expect(pages.filter((page) => page.length === 0)).toEqual([]);
    }
  },
);

test("a page is handed over before the next one has arrived", async () => {
  const arrivals = new Arrivals();
  const pages = arrivals.pages();
  bring(arrivals, 0, ROWS_PER_PAGE);
  expect((await pages.next()).value).toHaveLength(ROWS_PER_PAGE);
  arrivals.end();
  expect(await pages.next()).toEqual({ done: true, value: undefined });
});

test("what came before a failure is handed over, then the failure is met", async () => {
  const arrivals = new Arrivals();
  const pages = arrivals.pages();
  bring(arrivals, 0, 3);
  arrivals.end(new Error("lost"));
  expect((await pages.next()).value).toHaveLength(3);
  await expect(pages.next()).rejects.toThrow("lost");
});

test("a failure that nobody reads to is no unhandled rejection", async () => {
  const arrivals = new Arrivals();
  arrivals.pages();
  arrivals.end(new Error("lost"));
  // vitest fails a run in which a rejection was handled by nobody.
  await expect(nextTurn()).resolves.toBeUndefined();
});
