import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditImages } from "../../src/audit/images/images.ts";
import { withDatabases, type Databases } from "../../src/audit/with-databases.ts";
import { parseFilters } from "../../src/cli/parse-filters.ts";
import { Problems } from "../../src/cli/problems.ts";
import { parseUrl } from "../../src/connect/parse-url.ts";
import { CAUSES } from "../../src/judge/cause.ts";
import { CLASSES } from "../../src/judge/classify.ts";
import { KINDS } from "../../src/judge/kind.ts";
import { ImageTally } from "../../src/judge/totals.ts";
import { filterArguments } from "../cli/filter-arguments.ts";
import { NO_PROGRESS, OPEN_OPTIONS } from "../read/open-options.ts";
import { ENGINES } from "../read/test-database.ts";
import { auditPlaces } from "./audit-places.ts";
import { demoCloud, type DemoCloud } from "./demo-cloud.ts";
import { commandLine, filtered, type Filters } from "./filter-model.ts";
import { jsonReport, type JsonReport, type ReportRow } from "./report.ts";

const NOW = new Date();
const DELETED = ["exclude", "include", "only"] as const;
type Deleted = (typeof DELETED)[number];

const clouds: Record<string, DemoCloud> = {};
const whole: Partial<Record<Deleted, JsonReport>> = {};

beforeAll(async () => {
  const made = await Promise.all(ENGINES.map((engine) => demoCloud(engine, NOW)));
  for (const cloud of made) clouds[cloud.engine] = cloud;
  const [{ source } = raise("no cloud")] = made;
  for (const deleted of DELETED) whole[deleted] = await jsonReport("images", source, ["--deleted", deleted]);
});
afterAll(async () => {
  for (const cloud of Object.values(clouds)) await cloud[Symbol.asyncDispose]();
});

function raise(message: string): never {
  throw new Error(message);
}

const cloudOn = (engine: string): DemoCloud => clouds[engine] ?? raise(engine);
const rowsOf = (deleted: Deleted = "exclude"): readonly ReportRow[] => whole[deleted]?.rows ?? raise(deleted);
const ids = (rows: readonly ReportRow[]): string[] => rows.map((row) => String(row["image_id"]));

test("deleted images: exclude and only make up include", () => {
  const [exclude = [], include = [], only = []] = DELETED.map((deleted) => ids(rowsOf(deleted)));
  expect(new Set([...exclude, ...only])).toEqual(new Set(include));
  expect(exclude.length + only.length).toBe(include.length);
  expect(Math.min(exclude.length, only.length)).toBeGreaterThan(3);
});

/** The most frequent value of a column, so that the filter leaves some rows but not all. */
function frequent(column: string): string {
  const values = rowsOf().flatMap((row) => (typeof row[column] === "string" ? [row[column]] : []));
  const counts = [...Map.groupBy(values, (value) => value)].sort(([, a], [, b]) => b.length - a.length);
  return counts[0]?.[0] ?? raise(column);
}

/** Each filter of the command line, with values that leave some rows and not all. */
const EACH: readonly (readonly [name: string, filters: () => Filters])[] = [
  ["--class", () => ({ class: ["partial,missing"] })],
  ["--kind", () => ({ kind: ["derived", "volume-snapshot"] })],
  ["--cause", () => ({ cause: ["near-miss,removed", "driver"] })],
  ["--status", () => ({ status: ["queued,Active"] })],
  ["--visibility", () => ({ visibility: ["shared", "community"] })],
  ["--owner", () => ({ owner: [frequent("owner"), "1F2E"] })],
  ["--owner beyond ASCII", () => ({ owner: ["２", "画像"] })],
  ["--instance", () => ({ instance: [frequent("instance_uuid").toUpperCase()] })],
  ["--base-image", () => ({ "base-image": [frequent("base_image_ref")] })],
  ["--image", () => ({ image: [...ids(rowsOf()).slice(3, 8), "none"] })],
  ["--created-after", () => ({ "created-after": "2024-02-29T23:59:59Z" })],
  ["--created-before", () => ({ "created-before": "2024-02-29T23:59:59Z" })],
  ["--min-age", () => ({ "min-age": "700h" })],
  ["--min-size", () => ({ "min-size": "1000000000" })],
  ["--unexpected", () => ({ unexpected: true })],
];

describe("the program gives what filtering its whole report gives", { concurrent: true }, () => {
  test.each(EACH.map(([name, filters], at) => ({ name, filters, engine: ENGINES[at % 2] ?? "mysql" })))(
    "$name",
    async ({ filters: filtersOf, engine }) => {
      const filters = filtersOf();
      const expected = filtered(rowsOf(), filters, NOW);
      expect(expected.length).toBeGreaterThan(0);
      expect(expected.length).toBeLessThan(rowsOf().length);
      const given = commandLine(filters);
      const { rows, totals, audit } = await jsonReport("images", cloudOn(engine).source, given);
      expect(rows).toEqual(expected);
      expect(totals).toMatchObject({ scanned: expected.length, printed: expected.length });
      expect(audit).toMatchObject({ filters: { deleted: "exclude" }, truncated: false, complete: true });
    },
  );
});

const some = (from: readonly string[]): fc.Arbitrary<string[]> =>
  fc.array(fc.constantFrom(...from), { minLength: 1, maxLength: 3 });
const variants = (from: readonly string[]): string[] =>
  from.flatMap((text) => [text, text, text.toUpperCase()]);

/** Filters in any mixture, with values that occur, that nearly occur, and that do not. */
function anyFilters(): fc.Arbitrary<Filters & { readonly deleted: Deleted }> {
  const values = (column: string): string[] => {
    const found = rowsOf("include").flatMap((row) => (typeof row[column] === "string" ? [row[column]] : []));
    return [...new Set(found)].filter((text) => /^[^,\s]+$/.test(text));
  };
  const uuids = (column: string): string[] =>
    variants(values(column).filter((text) => /^[0-9a-f-]{36}$/i.test(text)));
  const moments = values("created_at").flatMap((text) => [text, text.slice(0, 10)]);
  return fc
    .record(
      {
        class: some(CLASSES),
        kind: some(KINDS),
        cause: some(CAUSES),
        status: some([...variants(values("status")), "nothing", "é"]),
        visibility: some(["public", "private", "shared", "community"]),
        owner: some([...variants(values("owner")), "nobody", "画像"]),
        instance: some(uuids("instance_uuid")),
        "base-image": some(uuids("base_image_ref")),
        image: fc.array(fc.constantFrom(...variants(ids(rowsOf("include"))), "none"), {
          minLength: 1,
          maxLength: 200,
        }),
        "created-after": fc.constantFrom(...moments),
        "created-before": fc.constantFrom(...moments),
        "min-age": fc.constantFrom("1h", "24h", "2400h"),
        "min-size": fc.constantFrom("0", "1", "1024", "1000000000", "9007199254740992"),
        unexpected: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    .chain((all) =>
      fc
        .subarray(Object.keys(all) as (keyof typeof all)[], { maxLength: 3 })
        .map((kept): Filters => Object.fromEntries(kept.map((name) => [name, all[name]]))),
    )
    .chain((filters) => fc.constantFrom(...DELETED).map((deleted) => Object.assign({ deleted }, filters)));
}

/** The rows of `images` for these filters. `narrow`: as on a large cloud, where SQL's part would choose key order. */
async function rowsFor(
  databases: Databases,
  filters: Filters,
  consistency: "snapshot" | "chunked",
  narrow: boolean,
) {
  const { glance } = databases;
  const shape = { ...glance.shape, rowEstimate: () => (narrow ? 1e9 : 0) };
  const problems = new Problems();
  const parsed = parseFilters(filterArguments(filters), NOW, problems);
  problems.throwIfAny();
  const tally = new ImageTally();
  const options = { filters: parsed, consistency, now: NOW, progress: NO_PROGRESS, limit: undefined };
  const rows: ReportRow[] = [];
  for await (const page of auditImages({ ...databases, glance: { ...glance, shape } }, options, tally)) {
    rows.push(...page.map((row) => JSON.parse(JSON.stringify(row, numbers)) as ReportRow));
  }
  return { rows, totals: tally.totals() };
}

/** As JSON.parse reads a large integer in a report. */
const numbers = (_: string, value: unknown): unknown => (typeof value === "bigint" ? Number(value) : value);

const where = (url: string) => parseUrl("--glance", url).where;

test.each(ENGINES)("on %s random filters, decided by SQL or not, give the same", async (engine) => {
  const { source } = cloudOn(engine);
  const places = auditPlaces(where(source.glance), source.nova.map(where));
  await withDatabases(places, OPEN_OPTIONS, async (databases) => {
    await fc.assert(
      fc.asyncProperty(
        anyFilters(),
        fc.constantFrom("snapshot", "chunked"),
        fc.boolean(),
        async (filters, consistency, narrow) => {
          const { rows, totals } = await rowsFor(databases, filters, consistency, narrow);
          const expected = filtered(rowsOf(filters.deleted), filters, NOW);
          expect(rows).toEqual(expected);
          expect(totals).toMatchObject({ scanned: expected.length, printed: expected.length });
        },
      ),
      { numRuns: 80 },
    );
  });
});
