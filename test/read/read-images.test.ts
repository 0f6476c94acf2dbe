import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adminQuery } from "../support/mysql.ts";
import { fill, randomGlance } from "./arbitrary-glance.ts";
import { anyUuid } from "./any-uuid.ts";
import { expectPlansAgree } from "./read-plans.ts";
import { testDatabase, type StoredRow, type TestDatabase } from "./test-database.ts";

const CHILDREN = ["image_properties", "image_members", "image_locations", "image_tags"];

const alter = (table: string, change: string): string => `alter table ${table} ${change}`;

/** As a database that was converted by hand, or whose server had another default. */
async function convert(db: TestDatabase, charset: string, collation: string): Promise<void> {
  const key = "foreign key (image_id) references images (id)";
  await db.run(
    [
      ...CHILDREN.map((table) => alter(table, `drop foreign key ${table}_ibfk_1`)),
      ...["images", ...CHILDREN].map((table) =>
        alter(table, `convert to character set ${charset} collate ${collation}`),
      ),
      ...CHILDREN.map((table) => alter(table, `add constraint ${table}_ibfk_1 ${key}`)),
    ].join(";"),
  );
}

/** Random contents, each read by every plan; the largest number of passes that some scan took. */
async function readRandomContents(db: TestDatabase, ignoresCase: boolean, numRuns: number): Promise<number> {
  let mostPasses = 0;
  await fc.assert(
    fc.asyncProperty(randomGlance, async (glance) => {
      await fill(db, glance, ignoresCase);
      const passes = await expectPlansAgree(db);
      mostPasses = Math.max(mostPasses, ...Object.values(passes));
    }),
    { numRuns },
  );
  return mostPasses;
}

test("on SQLite every plan reads what a naive program reads", async () => {
  await using db = await testDatabase("sqlite", "glance");
  expect(await readRandomContents(db, false, 25)).toBeGreaterThan(0);
});

/** Compared with and without case, with and without accents, by tables and by the UCA, in one byte and in four. */
const COLLATIONS = [
  ["utf8mb3", "utf8mb3_general_ci"],
  ["utf8mb3", "utf8mb3_bin"],
  ["latin1", "latin1_swedish_ci"],
  ["utf8mb4", "utf8mb4_unicode_ci"],
  ["utf8mb4", "utf8mb4_0900_ai_ci"],
  ["utf8mb4", "utf8mb4_0900_as_cs"],
  ["utf8mb4", "utf8mb4_uca1400_ai_ci"],
] as const;

async function isKnown(charset: string, collation: string): Promise<boolean> {
  try {
    await adminQuery(`select _${charset}'a' collate ${collation}`);
    return true;
  } catch {
    return false;
  }
}

describe("on MySQL and MariaDB, whatever the collation", async () => {
  const answers = await Promise.all(COLLATIONS.map(([charset, collation]) => isKnown(charset, collation)));
  const known = COLLATIONS.filter((_, at) => answers[at]);

  test("the servers know at least five of the collations", () => {
    expect(known.length).toBeGreaterThanOrEqual(5);
  });

  test.each(known)("%s, %s", async (charset, collation) => {
    await using db = await testDatabase("mysql", "glance");
    await convert(db, charset, collation);
    expect(await readRandomContents(db, collation.endsWith("_ci"), 6)).toBeGreaterThan(0);
  });
});

const TIMES = { created_at: "2024-05-06 07:08:09", deleted: 0 };

/** One of many: every seventh is queued, every fifth was restored. */
function imageRow(id: string, at: number): StoredRow {
  return {
    id,
    status: at % 7 === 0 ? "queued" : "active",
    size: at,
    min_disk: 0,
    min_ram: 0,
    ...TIMES,
    deleted_at: at % 5 === 0 ? "2024-05-07 00:00:00" : null,
  };
}

/** The properties of one of many: every third has none, every tenth lost them. */
function propertyRows(image_id: string, at: number): StoredRow[] {
  const deleted = at % 10 === 0 ? 1 : 0;
  const names = at % 3 === 0 ? [] : ["image_type", "Image_Location", "vmware_x"];
  return names.map((name) => Object.assign({ image_id, name, value: "snapshot" }, TIMES, { deleted }));
}

test.each([
  ["sqlite", 1000],
  ["mysql", 1001],
] as const)("on %s pages end where they should: %i images", async (engine, count) => {
  await using db = await testDatabase(engine, "glance");
  const ids = fc.sample(anyUuid, { seed: 11, numRuns: count });
  await db.insert("images", ids.map(imageRow));
  await db.insert("image_properties", ids.flatMap(propertyRows));
  const passes = await expectPlansAgree(db);
  expect(passes["scan, 40 records"]).toBeGreaterThan(3);
});
