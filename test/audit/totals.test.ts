import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENGINES, testDatabase, type Engine, type TestDatabase } from "../read/test-database.ts";
import { HOSTILE } from "./hostile-rows.ts";
import { jsonReport, parseReport, printed, type Source } from "./report.ts";

interface Subject {
  readonly db: TestDatabase;
  readonly source: Source;
  /** The whole report. */
  readonly text: string;
  readonly counts: Awaited<ReturnType<typeof countedBySql>>;
}

const subjects = new Map<Engine, Subject>();

beforeAll(async () => {
  for (const engine of ENGINES) {
    const db = await testDatabase(engine, "glance");
    await db.insert("images", HOSTILE.images);
    await db.insert("image_properties", HOSTILE.properties);
    const source = { glance: db.url, nova: [] };
    const text = await printed("images", source, ["-f", "json"]);
    subjects.set(engine, { db, source, text, counts: await countedBySql(db) });
  }
});
afterAll(async () => {
  for (const { db } of subjects.values()) await db[Symbol.asyncDispose]();
});

function subject(engine: Engine): Subject {
  const found = subjects.get(engine);
  if (found === undefined) throw new Error(engine);
  return found;
}

const HEX = "[0-9a-fA-F]";
/** Text as bytes, so that no collation has a say: hex() is known to both engines. */
const isExactly = (column: string, text: string): string =>
  `hex(${column}) = '${Buffer.from(text).toString("hex").toUpperCase()}'`;

function isUuid(engine: Engine, column: string): string {
  if (engine === "mysql") return `${column} regexp '^${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}$'`;
  return `${column} glob '${[8, 4, 4, 4, 12].map((digits) => HEX.repeat(digits)).join("-")}'`;
}

/** The totals of `images` as a DBA would count them. */
async function countedBySql(db: TestDatabase) {
  const { engine } = db;
  const four = ["image_type", "instance_uuid", "base_image_ref", "image_location"];
  const named = four.map((name) => isExactly("p.name", name)).join(" or ");
  const right = `case when ${isExactly("p.name", "image_type")} or ${isExactly("p.name", "image_location")}
    then ${isExactly("p.value", "snapshot")} else ${isUuid(engine, "p.value")} end`;
  const rows = await db.rows(
    `select i.id, i.size, count(p.id) as counted, coalesce(sum(${right}), 0) as correct
     from images i left join image_properties p on p.image_id = i.id and p.deleted = 0 and (${named})
     where i.deleted = 0 group by i.id, i.size`,
  );
  const figures = rows.map((row) => [Number(row["counted"]), Number(row["correct"])] as const);
  return {
    scanned: rows.length,
    full: figures.filter(([counted, correct]) => counted === 4 && correct === 4).length,
    partial: figures.filter(([counted, correct]) => counted > 0 && correct < 4).length,
    missing: figures.filter(([counted]) => counted === 0).length,
    bytes: rows.reduce((sum, row) => sum + BigInt(row["size"] ?? 0), 0n),
  };
}

describe.each(ENGINES)("on %s", { concurrent: true }, (engine) => {
  test("totals are what SQL counts, to the byte", () => {
    const { counts: all, text } = subject(engine);
    const { bytes, ...counts } = all;
    expect(text).toContain(`"size_bytes":${bytes},"printed":${counts.scanned}}`);
    expect(parseReport(text).totals).toMatchObject(counts);
    expect(bytes).toBeGreaterThan(2n ** 62n);
    expect(Math.min(counts.full, counts.partial, counts.missing)).toBeGreaterThan(1);
  });

  test("a summary by everything adds up to the totals, each group once", async () => {
    const { counts, source } = subject(engine);
    const by = "cause,kind,owner,status,visibility,year";
    const lines = (await printed("summary", source, ["--by", by, "-f", "ndjson"])).trimEnd().split("\n");
    const figures = lines.map((line) => /"images":(\d+),"size_bytes":(\d+)\}$/.exec(line) ?? []);
    expect(figures.reduce((sum, [, images]) => sum + Number(images), 0)).toBe(counts.scanned);
    expect(figures.reduce((sum, [, , size]) => sum + BigInt(size ?? 0), 0n)).toBe(counts.bytes);
    expect(new Set(lines.map((line) => line.replace(/,"images".*/, ""))).size).toBe(lines.length);
  });

  test("a summary by class says what the totals say, the largest class first", async () => {
    const { counts, source } = subject(engine);
    const { rows } = await jsonReport("summary", source);
    expect(rows.map((row) => [row["class"], row["images"]])).toEqual(
      [
        ["full", counts.full],
        ["partial", counts.partial],
        ["missing", counts.missing],
      ].sort(([, left], [, right]) => Number(right) - Number(left)),
    );
  });

  test.each([
    ["none", () => 0],
    ["some", () => 7],
    ["just all", (rows: number) => rows],
  ])("a limit that lets pass %s prints the first rows and counts all", async (_, limitOf) => {
    const { source, text } = subject(engine);
    const all = parseReport(text);
    const limit = limitOf(all.rows.length);
    const limited = await jsonReport("images", source, ["--limit", String(limit)]);
    expect(limited.rows).toEqual(all.rows.slice(0, limit));
    expect(limited.totals).toEqual({ ...all.totals, printed: limit });
    expect(limited.audit).toMatchObject({ truncated: limit < all.rows.length, complete: true, reason: null });
    expect(all.audit).toMatchObject({ truncated: false });
  });

  test("a limit cuts a summary as well, and its totals still count all images", async () => {
    const { source } = subject(engine);
    const all = await jsonReport("summary", source, ["--by", "cause"]);
    const limited = await jsonReport("summary", source, ["--by", "cause", "--limit", "2"]);
    expect(limited.rows).toEqual(all.rows.slice(0, 2));
    expect(limited.totals).toEqual({ ...all.totals, printed: 2 });
    expect([all.audit["truncated"], limited.audit["truncated"]]).toEqual([false, true]);
  });

  test("an empty glance is a whole answer", async () => {
    await using db = await testDatabase(engine, "glance");
    const report = await jsonReport("images", { glance: db.url, nova: [] });
    expect(report).toMatchObject({
      rows: [],
      totals: { scanned: 0, full: 0, partial: 0, missing: 0, size_bytes: 0, printed: 0 },
      audit: { complete: true, truncated: false },
    });
  });
});

test("a limit that falls into a later page of reading", async () => {
  await using db = await testDatabase("sqlite", "glance");
  const images = Array.from({ length: 1300 }, (_, at) => ({
    id: `${String(at).padStart(8, "0")}-0000-4000-8000-000000000000`,
    status: "active",
    created_at: "2024-05-06 07:08:09",
    deleted: 0,
    min_disk: 0,
    min_ram: 0,
  }));
  await db.insert("images", images);
  const { rows, totals, audit } = await jsonReport("images", { glance: db.url, nova: [] }, [
    "--limit",
    "600",
  ]);
  expect(rows.map((row) => row["image_id"])).toEqual(images.slice(0, 600).map(({ id }) => id));
  expect(totals).toMatchObject({ scanned: 1300, missing: 1300, printed: 600 });
  expect(audit).toMatchObject({ truncated: true, complete: true });
});
