import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { adminQuery } from "../support/mysql.ts";
import type { QueryFate } from "../support/proxy.ts";
import { runCli } from "../support/run-cli.ts";
import { expectEmpty, expectFailure } from "./failure.ts";
import { atListings, atPages, connectionsOf, routeTo } from "./route.ts";
import type { Route } from "./route.ts";
import { scratchDirectory } from "./scratch-directory.ts";
import { IMAGES } from "./seed-glance.ts";
import { sharedGlance } from "./shared-glance.ts";

const LOST = /connection to .* was lost while reading .*Run again, or use --consistency chunked/;
/** Of a snapshot: in the scan of the properties, and in the listing of the images. */
const EARLY = { pages: [2] };
const LATE = { listings: [2] };
let database = "";
let undisturbed = "";

beforeAll(async () => {
  database = await sharedGlance();
  await using route = await routeTo(database);
  undisturbed = (await runCli(["images", "--glance", route.url])).stdout;
});

/** What happens when a page is asked for. */
type Fault = (route: Route) => QueryFate | Promise<QueryFate>;

const FAULTS: readonly (readonly [string, Fault])[] = [
  ["a cut before the answer", () => "cut"],
  [
    "a cut within the answer",
    ({ proxy }) => {
      proxy.cutAfterBytes(20_000);
      return "forward";
    },
  ],
  [
    "KILL CONNECTION",
    async ({ account }): Promise<QueryFate> => {
      for (const { id } of await connectionsOf(account)) await adminQuery(`KILL CONNECTION ${id}`);
      return "forward";
    },
  ],
];

/** Where faults come. */
interface Moments {
  readonly pages?: readonly number[];
  readonly listings?: readonly number[];
}

/** Runs `images` with faults at these moments. */
async function disturbed(fault: Fault, { pages, listings }: Moments, more: readonly string[]) {
  await using route = await routeTo(database);
  if (pages !== undefined) atPages(route.proxy, pages, () => fault(route));
  if (listings !== undefined) atListings(route.proxy, listings, () => fault(route));
  const started = performance.now();
  const result = await runCli(["images", "--glance", route.url, ...more]);
  return { ...result, seconds: (performance.now() - started) / 1000 };
}

test("what the disturbed runs are compared with is whole", () => {
  expect(undisturbed.split("\r\n")).toHaveLength(IMAGES + 2);
});

describe.concurrent.each(FAULTS)("a snapshot that %s ends", (_name, fault) => {
  test("is told in JSON that still parses", async () => {
    const result = await disturbed(fault, LATE, ["-f", "json"]);
    expectFailure(result, 4, LOST);
    const { rows, totals, audit } = JSON.parse(result.stdout);
    expect(audit).toMatchObject({ complete: false, reason: expect.stringMatching(LOST) });
    expect(totals).toMatchObject({ scanned: rows.length, printed: rows.length });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(IMAGES);
    const ids = rows.map((row: { image_id: string }) => row.image_id);
    expect(ids).toEqual(
      undisturbed
        .split("\r\n")
        .slice(1, ids.length + 1)
        .map((line) => line.slice(0, 36)),
    );
  });

  test("leaves whole rows of CSV", async () => {
    const result = await disturbed(fault, LATE, ["-f", "csv"]);
    expectFailure(result, 4, LOST);
    expect(result.stdout.length).toBeLessThan(undisturbed.length);
    expect(undisturbed.startsWith(result.stdout) && result.stdout.endsWith("\r\n")).toBe(true);
  });

  test("leaves no file", async () => {
    using directory = scratchDirectory();
    const result = await disturbed(fault, EARLY, ["-o", directory.file("report.csv"), "--manifest"]);
    expectFailure(result, 4, LOST);
    expectEmpty(directory.path);
  });
});

async function cutAndRefuse({ proxy }: Route): Promise<QueryFate> {
  await proxy.refuse();
  return "cut";
}

describe.concurrent("chunked", () => {
  test.each(FAULTS)("survives %s", async (_name, fault) => {
    const result = await disturbed(fault, { pages: [1, 2, 3, 9, 17] }, ["--consistency", "chunked"]);
    expect(result).toMatchObject({ code: 0, stdout: undisturbed });
    expect(
      result.stderr.match(/^Connection lost; reconnecting in [\d.]+ s \(attempt \d of 10\)\.$/gm),
    ).toHaveLength(5);
  });

  test("goes on for as long as there is progress, and writes the file whole", async () => {
    using directory = scratchDirectory();
    await using route = await routeTo(database);
    let asked = 0;
    route.proxy.onQuery = (sql) => (sql.startsWith("select ") && ++asked % 5 === 0 ? "cut" : "forward");
    const path = directory.file("report.csv");
    const args = [
      "images",
      "--glance",
      route.url,
      "--consistency",
      "chunked",
      "--reconnect",
      "1",
      "-o",
      path,
    ];
    expect(await runCli(args)).toMatchObject({ code: 0, stdout: "" });
    expect(route.proxy.stats.accepted).toBeGreaterThan(4);
    expect(readFileSync(path, "utf8")).toBe(undisturbed);
  });

  test.each([
    [0, 0],
    [2, 2],
  ])("gives up after --reconnect %d if nothing answers any more", async (attempts, notices) => {
    using directory = scratchDirectory();
    const more = ["--consistency", "chunked", "--reconnect", String(attempts)];
    const [printed, written] = await Promise.all([
      disturbed(cutAndRefuse, { pages: [8] }, [...more, "-f", "json"]),
      disturbed(cutAndRefuse, { pages: [8] }, [...more, "-o", directory.file("report.csv")]),
    ]);
    for (const result of [printed, written]) {
      expectFailure(
        result,
        4,
        new RegExp(`Gave up after ${attempts} attempts to reconnect without progress`),
      );
      expect(result.stderr.match(/^Connection lost; reconnecting/gm) ?? []).toHaveLength(notices);
      expect(result.seconds).toBeLessThan(10);
    }
    expect(JSON.parse(printed.stdout).audit).toMatchObject({ complete: false, reason: /Gave up/ });
    expectEmpty(directory.path);
  });
});
