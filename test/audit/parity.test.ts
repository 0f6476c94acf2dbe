import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { certaintyOf } from "../../src/judge/instance-state.ts";
import { demoCloud, type DemoCloud } from "./demo-cloud.ts";
import { HOSTILE } from "./hostile-rows.ts";
import { parseReport, printed, type Source } from "./report.ts";

let clouds: DemoCloud[] = [];

beforeAll(async () => {
  const now = new Date();
  clouds = await Promise.all([demoCloud("sqlite", now), demoCloud("mysql", now)]);
});
afterAll(async () => {
  for (const cloud of clouds) await cloud[Symbol.asyncDispose]();
});

type Place = Readonly<Record<string, string>>;

const UTC: Place = { TZ: "UTC" };
const CARACAS: Place = { TZ: "America/Caracas", LC_ALL: "es_VE.UTF-8" };
const TURKEY: Place = { TZ: "Europe/Istanbul", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" };
const INCLUDE = ["--deleted", "include"];

/** The same command on SQLite and on MySQL, each where it is said to run. */
async function onBoth(
  command: "images" | "summary" | "orphans",
  options: readonly string[],
  places: readonly [Place, Place],
  sourceOf: (cloud: DemoCloud) => Source = ({ source }) => source,
): Promise<[string, string]> {
  const [first = "", second = ""] = await Promise.all(
    clouds.map((cloud, at) => printed(command, sourceOf(cloud), options, places[at])),
  );
  return [first, second];
}

/** Rows and totals as they were printed; the rest of a JSON report speaks of servers and moments. */
function figures(json: string): string {
  return json.slice(0, json.lastIndexOf('"audit":'));
}

/** The demo knows what is true of its named images. */
function expectTruth(json: string, withNova: boolean): void {
  const { rows } = parseReport(json);
  const byId = new Map(rows.map((row) => [row["image_id"], row]));
  expect(named().length).toBeGreaterThan(50);
  for (const truth of named()) {
    const { class: found, kind, cause, expected } = { ...truth, ...(withNova ? {} : truth.withoutNova) };
    const { slug } = truth;
    expect({ slug, ...byId.get(truth.id) }).toMatchObject({ slug, class: found, kind, cause, expected });
  }
}

const named = () => clouds[0]?.loaded.named ?? [];
const told = (state: (truth: ReturnType<typeof named>[number]) => unknown) =>
  named().map((truth) => `${truth.slug}: ${String(state(truth))}`);
const whole = ({ whole: source }: DemoCloud): Source => source;
const withoutNova = ({ source }: DemoCloud): Source => ({ ...source, nova: [] });

describe("both engines, every time zone and language give the same bytes", () => {
  test("images as csv, at one moment and in chunks", async () => {
    const options = ["-f", "csv", ...INCLUDE];
    const [first, second] = await onBoth("images", options, [UTC, UTC]);
    expect(second).toBe(first);
    expect(await onBoth("images", options, [CARACAS, TURKEY])).toEqual([first, first]);
    const chunked = [...options, "--consistency", "chunked"];
    expect(await onBoth("images", chunked, [TURKEY, CARACAS])).toEqual([first, first]);
    const lines = first.split("\r\n").length;
    expect(lines).toBeGreaterThan((clouds[0]?.loaded.totals.images ?? 0) + HOSTILE.images.length);
  });

  test("images as json, and the truth about the named ones", async () => {
    const [first, second] = await onBoth("images", ["-f", "json", ...INCLUDE], [UTC, TURKEY]);
    expect(figures(second)).toBe(figures(first));
    // Larger than a number can hold, so read as text.
    expect(first).toContain(`"size_bytes":${2n ** 53n + 1n},`);
    expect(parseReport(first).rows.map((row) => row["name"])).toEqual(
      expect.arrayContaining(["İstanbul ıssız", "a\r\nb", "", null, "'; drop table images; --"]),
    );
    expectTruth(first, true);
  });

  test("images without nova, and the truth as far as glance alone can tell", async () => {
    const [first, second] = await onBoth("images", ["-f", "json", ...INCLUDE], [CARACAS, UTC], withoutNova);
    expect(figures(second)).toBe(figures(first));
    expectTruth(first, false);
  });

  test("images with everything, and what became of each server", async () => {
    const [first, second] = await onBoth("images", ["-f", "json", ...INCLUDE], [UTC, CARACAS], whole);
    expect(figures(second)).toBe(figures(first));
    expectTruth(first, true);
    const byId = new Map(parseReport(first).rows.map((row) => [row["image_id"], row]));
    expect(told(({ id }) => byId.get(id)?.["instance_state"])).toEqual(
      told(({ instanceState }) => instanceState),
    );
  });

  test("orphans as csv, at one moment and in chunks", async () => {
    const [first, second] = await onBoth("orphans", ["-f", "csv"], [UTC, TURKEY], whole);
    expect(second).toBe(first);
    expect(first.split("\r\n").length).toBeGreaterThan(20);
    const chunked = ["-f", "csv", "--consistency", "chunked"];
    expect(await onBoth("orphans", chunked, [TURKEY, CARACAS], whole)).toEqual([first, first]);
  });

  test("orphans: those that the cloud knows to be gone, and who needs them", async () => {
    const [first, second] = await onBoth("orphans", ["-f", "json", "--min-age", "0"], [CARACAS, UTC], whole);
    expect(figures(second)).toBe(figures(first));
    const { rows, totals } = parseReport(first);
    const byId = new Map(rows.map((row) => [row["image_id"], row]));
    expect(totals).toMatchObject({ undetermined: 0, too_young: 0, printed: rows.length });
    const gone = named().filter(
      ({ instanceState, deleted }) => !deleted && certaintyOf(instanceState) !== null,
    );
    const listed = named().filter(({ id }) => byId.has(id));
    expect(listed.map(({ slug }) => slug)).toEqual(gone.map(({ slug }) => slug));
    for (const { slug, id, instanceState, holds } of gone) {
      const row = byId.get(id);
      const found = row?.["holds"] as readonly string[];
      const verdict = found.length > 0 ? "held" : "reclaimable";
      expect({ slug, ...row }).toMatchObject({
        slug,
        instance_state: instanceState,
        certainty: certaintyOf(instanceState),
        verdict,
      });
      // Those that are known must be there; an empty list says that there is none.
      const missing = holds?.filter((hold) => !found.includes(hold)) ?? [];
      expect({ slug, found, missing }).toEqual({
        slug,
        found: holds?.length === 0 ? [] : found,
        missing: [],
      });
    }
  });

  test("summary by everything", async () => {
    const by = ["--by", "class,kind,cause,owner", "--by", "status,visibility,year"];
    const [first, second] = await onBoth("summary", [...by, "-f", "csv", ...INCLUDE], [TURKEY, CARACAS]);
    expect(second).toBe(first);
  });
});
