import { describe, expect, test } from "vitest";
import { NO_FILTERS } from "../../src/judge/filters.ts";
import { addRows, countOf, isSurelySame, NO_ROWS } from "../../src/read/glance/child-counts.ts";
import { readStretches } from "../../src/read/glance/read-images.ts";
import { DeadRows } from "../../src/read/glance/dead-rows.ts";
import type { GlanceHandle } from "../../src/read/glance/glance-handle.ts";
import { readForgotten } from "../../src/read/glance/forgotten-rows.ts";
import { openGlance } from "../../src/read/glance/open-glance.ts";
import { screenChildRows, watchChildRows, watchProperties } from "../../src/read/glance/screen-rows.ts";
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
      const groups = await findSharedLocations(glance, undefined, capacity);
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
  test("are found in a stretch of ids, both ends included", async () => {
    await using db = await testDatabase(engine, "glance");
    const created = { created_at: "2026-01-01 00:00:00" };
    const removed = { ...created, deleted: 1, deleted_at: "2026-02-01 00:00:00" };
    const stateOf = (at: number): object => (at % 5 === 4 ? { ...created, deleted: 0 } : removed);
    const all = Array.from({ length: 100 }, (_, at) => at);
    await db.insert(
      "images",
      all.map((at) =>
        Object.assign({ id: idOf(at), status: "deleted", min_disk: 0, min_ram: 0 }, stateOf(at)),
      ),
    );
    await db.insert(
      "image_tags",
      all.map((at) =>
        Object.assign(
          { image_id: idOf(at), value: "t" },
          isForgotten(at) ? { ...created, deleted: 0 } : removed,
        ),
      ),
    );
    const glance = await openGlance(db.where, OPEN_OPTIONS);
    try {
      const found = await readForgotten(glance, idOf(7), idOf(70));
      const deleted = all.filter((at) => at % 5 !== 4 && at >= 7 && at <= 70);
      expect([...found].toSorted()).toEqual(deleted.filter(isForgotten).map(idOf));
    } finally {
      await glance.close();
    }
  });
});

/** Every child table on its own, or locations in the passes that compare them: several, as few are remembered. */
const SCREENINGS = {
  alone: screenChildRows,
  "with shared locations": async (
    glance: GlanceHandle,
    suspects: Suspects,
    dead: DeadRows | undefined,
  ): Promise<void> => {
    await screenChildRows(glance, suspects, dead, ["location"]);
    await findSharedLocations(glance, watchChildRows(glance, "location", suspects, dead), 1);
  },
} as const;

describe.each(ENGINES)("the pass over small child tables on %s", (engine) => {
  test.each(Object.entries(SCREENINGS))(
    "counts soft-deleted rows, or finds live images that may have lost their location, %s",
    async (_, screen) => {
      await using db = await testDatabase(engine, "glance");
      const created = { created_at: "2026-01-01 00:00:00" };
      const live = { ...created, deleted: 0, deleted_at: null };
      const removed = { ...created, deleted: 1, deleted_at: "2026-02-01 00:00:00" };
      const [whole, emptied, deleted, torn] = [idOf(1), idOf(2), idOf(3), idOf(4)];
      const images = [
        { id: whole, ...live },
        { id: emptied, ...live },
        { id: deleted, ...removed },
        { id: torn, ...live },
      ];
      await db.insert(
        "images",
        images.map((image) => Object.assign({ status: "active", min_disk: 0, min_ram: 0 }, image)),
      );
      const location = { value: "file:///x", meta_data: "{}", status: "active" };
      await db.insert("image_locations", [
        { image_id: whole, ...location, ...live },
        { image_id: whole, ...location, value: "file:///y", ...live },
        { image_id: torn, ...location, value: "file:///z", ...live },
        { image_id: emptied, ...location, ...removed },
        { image_id: deleted, ...location, ...removed },
        { image_id: deleted, ...location, ...removed },
      ]);
      await db.insert("image_tags", [
        { image_id: deleted, value: "t", ...removed },
        { image_id: torn, value: "t", ...created, deleted: 0, deleted_at: "2026-02-01 00:00:00" },
      ]);
      const glance = await openGlance(db.where, OPEN_OPTIONS);
      try {
        const dead = new DeadRows(asIs);
        const contradicting = new Suspects(asIs);
        await screen(glance, contradicting, dead);
        const ids = [whole, emptied, deleted, torn];
        const counts = ids.map((id) => dead.of(id) ?? NaN);
        expect(counts.map((each) => [countOf(each, "location"), countOf(each, "tag")])).toEqual([
          [0, 0],
          [1, 0],
          [2, 1],
          [0, 0],
        ]);
        expect(ids.filter((id) => contradicting.has(id))).toEqual([torn]);
        const astray = new Suspects(asIs);
        await screen(glance, astray, undefined);
        expect(ids.filter((id) => astray.has(id))).toEqual([emptied, torn]);
      } finally {
        await glance.close();
      }
    },
  );
});

describe.each(ENGINES)("the pass over properties on %s", (engine) => {
  test.each([1_000, 3])("counts soft-deleted ones once, with room for %i images", async (capacity) => {
    await using db = await testDatabase(engine, "glance");
    const created = { created_at: "2026-01-01 00:00:00" };
    const removed = { ...created, deleted: 1, deleted_at: "2026-02-01 00:00:00" };
    // Far apart, so that they can be halved.
    const ids = Array.from({ length: 12 }, (_, at) => idOf(at * 0x1000_0000));
    await db.insert(
      "images",
      ids.map((id) => Object.assign({ id, status: "deleted", min_disk: 0, min_ram: 0 }, removed)),
    );
    await db.insert(
      "image_properties",
      ids.flatMap((image_id, at) => [
        Object.assign({ image_id, name: "image_type", value: "snapshot" }, removed),
        Object.assign(
          { image_id, name: "os_type", value: "linux" },
          at % 3 === 0 ? removed : { ...created, deleted: 0 },
        ),
      ]),
    );
    const glance = await openGlance(db.where, OPEN_OPTIONS);
    try {
      const dead = new DeadRows(asIs);
      const stretches = readStretches(glance, {
        filters: { ...NO_FILTERS, deleted: "include" },
        consistency: "snapshot",
        progress: () => undefined,
        watches: [watchProperties(new Suspects(asIs), dead)],
        capacity,
      });
      let count = 0;
      for await (const _ of stretches) count += 1;
      expect(count > 1).toBe(capacity < ids.length);
      expect(ids.map((id) => dead.of(id))).toEqual(
        ids.map((_, at) => addRows(NO_ROWS, "property", at % 3 === 0 ? 2 : 1)),
      );
    } finally {
      await glance.close();
    }
  });
});

describe("counts of soft-deleted rows", () => {
  test("are of an image in whatever spelling the database takes for the same", () => {
    const dead = new DeadRows((id) => id.toLowerCase());
    for (const id of [idOf(0xab).toUpperCase(), idOf(0xab)]) dead.add(id, "property");
    expect(dead.of(idOf(0xab))).toBe(addRows(NO_ROWS, "property", 2));
    expect(dead.of(idOf(1))).toBe(NO_ROWS);
  });

  test("are not known of an id that is no UUID, nor of any once there are too many", () => {
    const dead = new DeadRows(asIs, 2);
    for (const id of ["odd", "abcde-odd", idOf(1), idOf(2)]) dead.add(id, "tag");
    expect(["odd", "other", "abcde-odd", "abcde-other"].map((id) => dead.of(id))).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
    expect(dead.of(idOf(2))).toBe(addRows(NO_ROWS, "tag", 1));
    dead.add(idOf(3), "tag");
    expect([dead.of(idOf(2)), dead.of(idOf(9))]).toEqual([undefined, undefined]);
  });

  test("are surely the same only where each kind is counted to its end", () => {
    const some = addRows(addRows(NO_ROWS, "property", 254), "tag", 200);
    expect(isSurelySame(some, addRows(addRows(NO_ROWS, "tag", 200), "property", 254))).toBe(true);
    expect(isSurelySame(some, addRows(some, "member", 1))).toBe(false);
    for (const kind of ["property", "location", "member", "tag"] as const) {
      const many = addRows(NO_ROWS, kind, 300);
      expect(countOf(many, kind)).toBe(255);
      expect(isSurelySame(many, addRows(NO_ROWS, kind, 301))).toBe(false);
    }
  });
});

test("texts of a million locations have hardly a hash in common, and equal ones the same", () => {
  const hashes = new Set(Array.from({ length: 200_000 }, (_, at) => textHash(`cinder://store/volume-${at}`)));
  expect(hashes.size).toBe(200_000);
  expect(textHash("a")).toBe(textHash("a"));
  expect(Math.max(...[...hashes].slice(0, 1_000))).toBeLessThan(2 ** 53);
});
