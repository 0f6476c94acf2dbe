import { describe, expect, test } from "vitest";
import { DeletedImageRows } from "../../src/read/glance/deleted-image-rows.ts";
import { openGlance } from "../../src/read/glance/open-glance.ts";
import { findSharedLocations } from "../../src/read/glance/shared-locations.ts";
import { Suspects } from "../../src/read/packed/suspects.ts";
import { textHash } from "../../src/read/packed/text-hash.ts";
import { OPEN_OPTIONS } from "./open-options.ts";
import { ENGINES, testDatabase } from "./test-database.ts";

const idOf = (at: number): string => `${at.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
const isForgotten = (at: number): boolean => at % 7 === 0;
const asIs = (id: string): string => id;

describe("suspects", () => {
  test("are those that were added, in whatever spelling the database takes for the same", () => {
    const suspects = new Suspects((id) => id.toLowerCase());
    for (const id of [idOf(1), "ODD", idOf(0xab).toUpperCase()]) suspects.add(id);
    const known = [idOf(1), "odd", idOf(0xab), idOf(2), "even"].map((id) => suspects.has(id));
    expect(known).toEqual([true, true, true, false, false]);
  });

  test("are told apart from others that begin alike, and from those of no UUID", () => {
    const suspects = new Suspects((id) => id.toLowerCase());
    suspects.add("6343e28e-3a68-4713-8dbe-027fd1b584e1");
    suspects.add("6343E-ODD");
    const asked = ["6343e28e-3a68-4713-8dbe-027fd1b584e2", "6343e-odd", "6343E-odd", "6343e", "6343"];
    expect(asked.map((id) => suspects.has(id))).toEqual([false, true, true, false, false]);
    expect(suspects.has("6343E28E-3A68-4713-8DBE-027FD1B584E1")).toBe(true);
  });

  test("are all, once there are too many to remember", () => {
    const suspects = new Suspects(asIs, 3);
    for (const at of [1, 2, 3]) suspects.add(idOf(at));
    expect(suspects.has(idOf(9))).toBe(false);
    suspects.add("one more");
    expect([idOf(1), idOf(9), "anything"].map((id) => suspects.has(id))).toEqual([true, true, true]);
    expect(Suspects.everybody().has("anything")).toBe(true);
  });
});

describe.each(ENGINES)("shared locations on %s", (engine) => {
  test.each([1_000, 3, 1])("are found when %i can be remembered at once", async (capacity) => {
    await using db = await testDatabase(engine, "glance");
    const created = { created_at: "2026-01-01 00:00:00", deleted: 0 };
    const images = Array.from({ length: 40 }, (_, at) => idOf(at));
    await db.insert(
      "images",
      images.map((id) => Object.assign({ id, status: "active", min_disk: 0, min_ram: 0 }, created)),
    );
    // Volumes as locations: none of them names its image. Every tenth stands in two images.
    await db.insert(
      "image_locations",
      images.map((image_id, at) => ({
        image_id,
        value: `cinder://volume-${at % 10 === 0 ? Math.trunc(at / 20) * 1_000 : at}`,
        meta_data: "{}",
        status: "active",
        ...created,
      })),
    );
    const glance = await openGlance(db.where, OPEN_OPTIONS);
    try {
      const groups = await findSharedLocations(glance, capacity);
      const found = images.flatMap((id, at) => (groups.of(id).length > 0 ? [[at, groups.of(id)]] : []));
      expect(found).toEqual([
        [0, [idOf(10)]],
        [10, [idOf(0)]],
        [20, [idOf(30)]],
        [30, [idOf(20)]],
      ]);
    } finally {
      await glance.close();
    }
  });
});

describe.each(ENGINES)("live rows of deleted images on %s", (engine) => {
  test("are found beside a pass over the images, wherever its pages end", async () => {
    await using db = await testDatabase(engine, "glance");
    const count = 2_500;
    const created = { created_at: "2026-01-01 00:00:00" };
    const removed = { ...created, deleted: 1, deleted_at: "2026-02-01 00:00:00" };
    const stateOf = (at: number): object => (at % 5 === 4 ? { ...created, deleted: 0 } : removed);
    await db.insert(
      "images",
      Array.from({ length: count }, (_, at) =>
        Object.assign({ id: idOf(at), status: "deleted", min_disk: 0, min_ram: 0 }, stateOf(at)),
      ),
    );
    await db.insert(
      "image_tags",
      Array.from({ length: count }, (_, at) =>
        Object.assign(
          { image_id: idOf(at), value: "t" },
          isForgotten(at) ? { ...created, deleted: 0 } : removed,
        ),
      ),
    );
    const glance = await openGlance(db.where, OPEN_OPTIONS);
    try {
      const rows = new DeletedImageRows(glance);
      const deleted = Array.from({ length: count }, (_, at) => at).filter((at) => at % 5 !== 4);
      const asked: Promise<ReadonlySet<string>>[] = [];
      for (let from = 0; from < deleted.length; from += 333)
        asked.push(rows.liveAmong(deleted.slice(from, from + 333).map(idOf)));
      const found = (await Promise.all(asked)).flatMap((ids) => Array.from(ids));
      expect(found).toEqual(deleted.filter(isForgotten).map(idOf));
      // What the pass shows and this reading does not know of is looked at closely.
      expect([...(await rows.liveAmong(["stranger"]))]).toEqual(["stranger"]);
    } finally {
      await glance.close();
    }
  });
});

test("texts of a million locations have hardly a hash in common, and equal ones the same", () => {
  const hashes = new Set(Array.from({ length: 200_000 }, (_, at) => textHash(`cinder://store/volume-${at}`)));
  expect(hashes.size).toBe(200_000);
  expect(textHash("a")).toBe(textHash("a"));
  expect(Math.max(...[...hashes].slice(0, 1_000))).toBeLessThan(2 ** 53);
});
