import { describe, expect, test } from "vitest";
import { glanceSteps, schemaGeneration } from "../../migrations-readonly/index.ts";
import { auditImages } from "../../src/audit/images.ts";
import { withDatabases } from "../../src/audit/with-databases.ts";
import { NO_FILTERS } from "../../src/judge/filters.ts";
import { ImageTally } from "../../src/judge/totals.ts";
import { ENGINES, testDatabase, type StoredRow, type TestDatabase } from "../read/test-database.ts";
import { properties } from "../judge/raw-image.ts";
import { auditPlaces } from "./audit-places.ts";
import { NO_PROGRESS, OPEN_OPTIONS } from "../read/open-options.ts";
import { runCli } from "../support/run-cli.ts";
import { jsonReport, parseReport } from "./report.ts";

/** Upgrades that stopped half-way, by the rows of alembic_version that they leave. */
const HALF_UPGRADED = [
  "pike_contract01+queens_expand01",
  "queens_contract01+rocky_expand02",
  "rocky_contract01+rocky_expand02",
  "rocky_contract02+2024_1_expand01",
  "2023_1_contract01+2024_1_expand01",
];
const GENERATIONS = [
  ...new Set(glanceSteps.flatMap((step) => [step.revision].concat(step.releases))),
  ...HALF_UPGRADED,
];

/** The generations that share a schema, and differ only in what they note down about themselves. */
const SCHEMAS = [
  ...Map.groupBy(GENERATIONS, (name) =>
    schemaGeneration("glance", name)
      .steps.flatMap((step) => (step.up === undefined ? [] : [step.revision]))
      .join(),
  ).values(),
];

/** Schemas that differ in how visibility is stored, and the newest: these are read by the built program. */
const BY_PROGRAM = new Set(["liberty", "ocata_expand01", "2026.1"]);

/** One image: what its visibility is stored as, who its members are, and what must be printed. */
interface Stored {
  readonly visibility?: string | null;
  readonly isPublic?: 0 | 1 | null;
  /** The `deleted` flag of its one member. */
  readonly member?: 0 | 1;
  readonly printed: string;
}

/** Until Newton: only is_public. */
const BY_FLAG: readonly Stored[] = [
  { isPublic: 1, printed: "public" },
  { isPublic: 1, member: 0, printed: "public" },
  { isPublic: 0, printed: "private" },
  { isPublic: 0, member: 0, printed: "shared" },
  { isPublic: 0, member: 1, printed: "private" },
];
/** Since Ocata's contract: the column. */
const BY_COLUMN: readonly Stored[] = [
  { visibility: "public", printed: "public" },
  { visibility: "community", printed: "community" },
  { visibility: "shared", printed: "shared" },
  { visibility: "private", printed: "private" },
  { visibility: "private", member: 0, printed: "private" },
  { visibility: "shared", member: 1, printed: "shared" },
];
/** Between Ocata's expand and contract: rows that are not migrated yet, and new ones; each has one of the two. */
const BY_BOTH: readonly Stored[] = [
  ...BY_FLAG.map((stored) => ({ ...stored, visibility: null })),
  ...BY_COLUMN.map((stored) => ({
    ...stored,
    isPublic: stored.visibility === "public" ? (1 as const) : (0 as const),
  })),
  { visibility: "community", isPublic: null, member: 0, printed: "community" },
];

function storedIn(generation: string): readonly Stored[] {
  const { steps } = schemaGeneration("glance", generation);
  const revisions = new Set(steps.map((step) => step.revision));
  if (revisions.has("ocata_contract01")) return BY_COLUMN;
  return revisions.has("ocata_expand01") ? BY_BOTH : BY_FLAG;
}

const idOf = (at: number): string => `${at.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
const CREATED = { created_at: "2017-02-22 10:00:00", deleted: 0 };

function imageRow({ visibility, isPublic }: Stored, at: number): StoredRow {
  return {
    id: idOf(at),
    name: `image ${at}`,
    size: at,
    status: "active",
    owner: "1f2e",
    min_disk: 0,
    min_ram: 0,
    ...CREATED,
    ...(visibility === undefined ? {} : { visibility }),
    ...(isPublic === undefined ? {} : { is_public: isPublic }),
  };
}

async function fillWith(db: TestDatabase, images: readonly Stored[]): Promise<void> {
  // Upstream's triggers keep the two columns in step, but rows of before the expand are as they were.
  if (db.engine === "mysql") await db.run("drop trigger if exists insert_visibility");
  await db.insert("images", images.map(imageRow));
  await db.insert(
    "image_members",
    images.flatMap(({ member }, at) =>
      member === undefined
        ? []
        : [
            {
              ...CREATED,
              image_id: idOf(at),
              member: "2e3f",
              can_share: 0,
              status: "accepted",
              deleted: member,
            },
          ],
    ),
  );
  const [first, second] = [properties(), properties({ base_image_ref: undefined })];
  await db.insert(
    "image_properties",
    [first, second].flatMap((rows, at) =>
      rows.map(({ name, value }) => ({ ...CREATED, image_id: idOf(at), name, value })),
    ),
  );
}

function expectedRows(images: readonly Stored[]): object[] {
  return images.map(({ printed }, at) => ({
    image_id: idOf(at),
    name: `image ${at}`,
    size_bytes: at,
    visibility: printed,
    created_at: "2017-02-22T10:00:00Z",
    status: "active",
    owner: "1f2e",
    class: ["full", "partial"][at] ?? "missing",
    cause: at === 1 ? "rebuilt" : null,
  }));
}

/** The rows of `images`, read in this process. */
async function rowsOf(
  { where }: TestDatabase,
  consistency: "snapshot" | "chunked",
  visibilities?: ReadonlySet<string>,
): Promise<unknown[]> {
  const filters = { ...NO_FILTERS, visibilities };
  const options = { filters, consistency, now: new Date(), progress: NO_PROGRESS, limit: undefined };
  const rows: unknown[] = [];
  await withDatabases(auditPlaces(where), { ...OPEN_OPTIONS, consistency }, async (databases) => {
    for await (const page of auditImages(databases, options, new ImageTally())) rows.push(...page);
  });
  return rows;
}

/** Notes down that the database is of another generation with the same schema. */
async function recordAs(db: TestDatabase, generation: string): Promise<void> {
  const { alembicVersion, migrateVersion } = schemaGeneration("glance", generation);
  if (alembicVersion.length > 0) {
    await db.run("delete from alembic_version");
    await db.insert(
      "alembic_version",
      alembicVersion.map((version_num) => ({ version_num })),
    );
  }
  if (migrateVersion !== undefined) await db.run(`update migrate_version set version = ${migrateVersion}`);
}

describe.each(ENGINES)("on %s", (engine) => {
  test.each(SCHEMAS.map((names) => [names.join(", "), names] as const))("glance %s", async (_, names) => {
    const [first = ""] = names;
    await using db = await testDatabase(engine, "glance", first);
    const images = storedIn(first);
    await fillWith(db, images);
    const expected = expectedRows(images);
    for (const name of names) {
      expect(storedIn(name)).toBe(images);
      await recordAs(db, name);
      expect({ name, rows: await rowsOf(db, "snapshot") }).toMatchObject({ name, rows: expected });
    }
    expect(await rowsOf(db, "chunked")).toMatchObject(expected);
    const isShared = images.flatMap(({ printed }, at) => (printed === "shared" ? [expected[at]] : []));
    expect(await rowsOf(db, "snapshot", new Set(["shared"]))).toMatchObject(isShared);
    if (!names.some((name) => BY_PROGRAM.has(name))) return;
    const { rows, totals } = await jsonReport("images", { glance: db.url, nova: [] });
    expect(rows).toMatchObject(expected);
    expect(totals).toMatchObject({ scanned: images.length, full: 1, partial: 1, missing: images.length - 2 });
  });
});

test("all three ways of storing visibility were tried, some by the program", () => {
  expect(SCHEMAS.filter((names) => names.some((name) => BY_PROGRAM.has(name)))).toHaveLength(3);
  expect(SCHEMAS.flat().sort()).toEqual(GENERATIONS.toSorted());
  expect(new Set(GENERATIONS.map(storedIn))).toEqual(new Set([BY_FLAG, BY_COLUMN, BY_BOTH]));
  expect(storedIn("newton")).toBe(BY_FLAG);
  expect(storedIn("wallaby_expand01")).toBe(BY_BOTH);
});

test.each(ENGINES)("show knows what Liberty has, on %s", async (engine) => {
  await using db = await testDatabase(engine, "glance", "liberty");
  const times = { created_at: "2015-01-02 03:04:05", deleted: 0 };
  const id = "0b0a6d3e-1111-4222-8333-444455556666";
  await db.insert("images", [
    { id, name: "old", status: "active", is_public: 0, protected: 1, min_disk: 0, min_ram: 0, ...times },
  ]);
  await db.insert("image_properties", [{ image_id: id, name: "image_type", value: "snapshot", ...times }]);
  await db.insert("image_members", [
    { image_id: id, member: "research", can_share: 0, status: "pending", ...times },
  ]);
  await db.insert("image_locations", [{ image_id: id, value: "file:///x", status: "active", ...times }]);
  const shown = await runCli(["show", id, "--glance", db.url, "-q", "-f", "json"]);
  expect(shown.code).toBe(0);
  expect(parseReport(shown.stdout).rows).toMatchObject([
    {
      class: "partial",
      visibility: "shared",
      protected: true,
      hidden: false,
      locations: [{ scheme: "file", status: "active" }],
      members: [{ project: "research", status: "pending" }],
      holds: ["protected", "shared:1", "unread:nova-api", "unread:cinder"],
    },
  ]);
});
