import { expect, test } from "vitest";
import { LoneRanges } from "../../../src/audit/check/lone-ranges.ts";
import { openGlance } from "../../../src/read/glance/open-glance.ts";
import { readLoneRows } from "../../../src/read/glance/lone-rows.ts";
import { OPEN_OPTIONS } from "../../read/open-options.ts";
import { ENGINES, testDatabase } from "../../read/test-database.ts";

const idOf = (at: number): string => `${String(at).padStart(8, "0")}-0000-4000-8000-000000000000`;
const IMAGES = Array.from({ length: 20 }, (_, at) => idOf(at * 10));

test.each(ENGINES)("stretches with rows of no image are found wherever they are, on %s", async (engine) => {
  await using db = await testDatabase(engine, "glance");
  const created = { created_at: "2026-01-01 00:00:00", deleted: 0 };
  const property = (image_id: string, name: string) => ({ image_id, name, value: "x", ...created });
  await db.insert(
    "images",
    IMAGES.map((id, at) => ({ id, status: "active", min_disk: 0, min_ram: 0, ...created, deleted: at % 2 })),
  );
  await db.insert(
    "image_properties",
    IMAGES.flatMap((id) => [property(id, "a"), property(id, "b")]),
  );
  const off = engine === "mysql" ? "set foreign_key_checks = 0" : "pragma foreign_keys = off";
  await db.run(
    [
      off,
      ...[idOf(15), idOf(16)].map(
        (id) =>
          `insert into image_properties (image_id, name, value, created_at, deleted) values ('${id}', 'a', 'x', '2026-01-01', 0), ('${id}', 'b', 'x', '2026-01-01', 1)`,
      ),
      `insert into image_tags (image_id, value, created_at, deleted) values ('${idOf(105)}', 't', '2026-01-01', 0)`,
      `insert into image_locations (image_id, value, created_at, deleted, status) values ('${idOf(999)}', 'file:///x', '2026-01-01', 1, 'deleted')`,
    ].join(";\n"),
  );
  const glance = await openGlance(db.where, OPEN_OPTIONS);
  try {
    const ranges = new LoneRanges(glance);
    for (const upTo of [IMAGES[3], IMAGES[7], IMAGES[12], undefined]) ranges.look(upTo);
    const found = await ranges.found();
    expect(found).toEqual([
      { after: "", upTo: IMAGES[3] },
      { after: IMAGES[7], upTo: IMAGES[12] },
      { after: IMAGES[12], upTo: undefined },
    ]);
    const rows = [];
    for (const range of found) rows.push(...(await readLoneRows(glance, range)));
    expect(rows).toEqual([
      { imageId: idOf(15), counts: { property: 2 } },
      { imageId: idOf(16), counts: { property: 2 } },
      { imageId: idOf(105), counts: { tag: 1 } },
      { imageId: idOf(999), counts: { location: 1 } },
    ]);
  } finally {
    await glance.close();
  }
});

test.each(ENGINES)(
  "what kept a stretch from being looked at is met by whoever asks, on %s",
  async (engine) => {
    await using db = await testDatabase(engine, "glance");
    const glance = await openGlance(db.where, OPEN_OPTIONS);
    const ranges = new LoneRanges(glance);
    await glance.close();
    ranges.look(IMAGES[3]);
    ranges.look(undefined);
    await expect(ranges.found()).rejects.toThrow(/closed|not open/);
  },
);
