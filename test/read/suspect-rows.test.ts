import { describe, expect, test } from "vitest";
import type { HasOperationNode } from "../../src/guard/guarded-connection.ts";
import type { GlanceHandle } from "../../src/read/glance/glance-handle.ts";
import { openGlance } from "../../src/read/glance/open-glance.ts";
import { SuspectRows } from "../../src/read/glance/suspect-rows.ts";
import { Suspects } from "../../src/read/packed/suspects.ts";
import { OPEN_OPTIONS } from "./open-options.ts";
import { ENGINES, testDatabase } from "./test-database.ts";

const IMAGES = 1_000;
const idOf = (at: number): string =>
  `${(at * 1_000).toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
const asIs = (id: string): string => id;
const created = { created_at: "2026-01-01 00:00:00", deleted: 0 };

function suspectsAmong(ids: readonly string[]): Suspects {
  const suspects = new Suspects(asIs);
  for (const id of ids.toReversed()) suspects.add(id);
  return suspects;
}

/** The same handle, and how many statements were sent through it. */
function counting(handle: GlanceHandle): { readonly glance: GlanceHandle; readonly sent: () => number } {
  let sent = 0;
  const readArrays = (query: HasOperationNode): ReturnType<GlanceHandle["readArrays"]> => {
    sent += 1;
    return handle.readArrays(query);
  };
  return { glance: { ...handle, readArrays }, sent: () => sent };
}

test("suspects are named in the order of ids, whatever order they came in", () => {
  const ids = [1, 2, 0x10_0000, 0x3f_ffff].map(idOf);
  const suspects = suspectsAmong(ids);
  suspects.add("no UUID");
  expect(suspects.after("", 9)).toEqual(ids);
  expect(suspects.after(idOf(1), 2)).toEqual(ids.slice(1, 3));
  expect(suspects.after(idOf(3), 2)).toEqual(ids.slice(2));
  expect(suspects.after(ids.at(-1)!, 2)).toEqual([]);
  suspects.add(idOf(3));
  expect(suspects.after(idOf(2), 1)).toEqual([idOf(3)]);
  expect(Suspects.everybody().after("", 9)).toEqual([]);
});

describe.each(ENGINES)("rows of suspects on %s", (engine) => {
  test("come for many pages at once, and those of others when they are asked for", async () => {
    await using db = await testDatabase(engine, "glance");
    const ids = Array.from({ length: IMAGES }, (_, at) => idOf(at));
    await db.insert(
      "images",
      ids.map((id) => ({ id, status: "active", min_disk: 0, min_ram: 0, ...created })),
    );
    await db.insert(
      "image_tags",
      ids.map((image_id, at) => ({ image_id, value: `tag of ${at}`, ...created })),
    );
    const handle = await openGlance(db.where, OPEN_OPTIONS);
    try {
      const { glance, sent } = counting(handle);
      const suspected = ids.filter((_, at) => at % 2 === 0);
      const rows = new SuspectRows(glance, suspectsAmong(suspected));
      const tagsOf = async (some: readonly number[]): Promise<(string | null)[]> => {
        const rowsOf = await rows.of(some.map(idOf));
        return some.flatMap((at) => rowsOf(idOf(at)).map(({ name }) => name));
      };
      for (let at = 0; at < IMAGES; at += 10) {
        // As of one page: of its live images, and of its deleted ones.
        const [live, deleted] = await Promise.all([tagsOf([at, at + 6]), tagsOf([at + 2, at + 8])]);
        expect([live, deleted]).toEqual([
          [`tag of ${at}`, `tag of ${at + 6}`],
          [`tag of ${at + 2}`, `tag of ${at + 8}`],
        ]);
      }
      // Two hundred at once.
      expect(sent()).toBeLessThan(5);
      const before = sent();
      expect(await tagsOf([7])).toEqual(["tag of 7"]);
      expect(sent()).toBe(before + 1);
      expect(await tagsOf([])).toEqual([]);
      expect(sent()).toBe(before + 1);
    } finally {
      await handle.close();
    }
  });
});
