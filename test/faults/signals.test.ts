import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { QueryFate } from "../support/proxy.ts";
import { spawnCli } from "../support/run-cli.ts";
import type { RunningCli } from "../support/run-cli.ts";
import type { ScratchSqlite } from "../support/sqlite.ts";
import { expectEmpty } from "./failure.ts";
import { expectNothingRuns, lockedGlance, startWaiting } from "./locked-glance.ts";
import { atListings, atPages, routeTo } from "./route.ts";
import { scratchDirectory } from "./scratch-directory.ts";
import { FIRST_IMAGE, IMAGES, seedSqliteGlance } from "./seed-glance.ts";
import { sharedGlance } from "./shared-glance.ts";
import { until } from "./until.ts";

/** The program has a last resort after 5 s; only a silent server may need more than a moment. */
const AT_ONCE_MS = 2_500;
const SILENT_SERVER_MS = 4_500;
const SIGNALS = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const;
const resources = new AsyncDisposableStack();
let database = "";
let lockedDatabase = "";

beforeAll(async () => {
  database = await sharedGlance();
  lockedDatabase = resources.use(await lockedGlance()).database;
});
afterAll(() => resources.disposeAsync());

/** Sends signals and expects the program to end as the first of them asks, soon and with one sentence. */
async function expectStopped(
  cli: RunningCli,
  signals: readonly ("SIGINT" | "SIGTERM")[],
  withinMs = AT_ONCE_MS,
): Promise<void> {
  const exited = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    cli.child.once("exit", (code, signal) => resolve([code, signal]));
  });
  const sent = performance.now();
  for (const signal of signals) cli.child.kill(signal);
  expect(await exited).toEqual([new Map(SIGNALS).get(signals[0]!), null]);
  expect(performance.now() - sent).toBeLessThan(withinMs);
  cli.child.stdout.resume();
  expect((await cli.result).stderr).toBe(`Stopped by ${signals[0]}.\n`);
}

describe.concurrent("a statement that runs on the server", () => {
  test.each(SIGNALS)("is killed on %s, and no file is left", async (signal) => {
    using directory = scratchDirectory();
    await using route = await routeTo(lockedDatabase);
    const { cli, statement } = await startWaiting(route, ["-o", directory.file("report.csv"), "--manifest"]);
    const sent: string[] = [];
    route.proxy.onQuery = (sql) => {
      sent.push(sql);
      return "forward";
    };
    expect(readdirSync(directory.path)).toHaveLength(2);
    await expectStopped(cli, [signal]);
    expectEmpty(directory.path);
    expect(sent).toEqual([`KILL QUERY ${statement.id}`]);
    await expectNothingRuns(route);
  });

  test("is killed when the same signal comes twice, as npx sends it", async () => {
    using directory = scratchDirectory();
    await using route = await routeTo(lockedDatabase);
    const { cli } = await startWaiting(route, ["-o", directory.file("report.csv")]);
    await expectStopped(cli, ["SIGINT", "SIGINT"]);
    expectEmpty(directory.path);
    await expectNothingRuns(route);
  });

  test("is killed when another signal follows at once; which of them comes first is the kernel's affair", async () => {
    await using route = await routeTo(lockedDatabase);
    const { cli } = await startWaiting(route, ["--consistency", "chunked"]);
    for (const [signal] of SIGNALS) cli.child.kill(signal);
    const { code, stderr } = await cli.result;
    expect(SIGNALS.map(([name, value]) => [value, `Stopped by ${name}.\n`])).toContainEqual([code, stderr]);
    await expectNothingRuns(route);
  });
});

describe.concurrent("a signal", () => {
  test.each(SIGNALS)("ends the attempt to connect: %s", async (signal) => {
    await using route = await routeTo(database);
    route.proxy.freeze();
    const cli = spawnCli(["images", "--glance", route.url]);
    await until("an attempt to connect", () => route.proxy.stats.accepted === 1);
    await expectStopped(cli, [signal]);
    expect(cli.stdout()).toBe("");
  });

  test("ends the opening of a database, and what it asks the server", async () => {
    await using route = await routeTo(database);
    const asked = Promise.withResolvers<void>();
    route.proxy.onQuery = (sql) => {
      if (!sql.startsWith("SHOW GRANTS")) return "forward";
      asked.resolve();
      return "freeze";
    };
    const cli = spawnCli(["images", "--glance", route.url]);
    await asked.promise;
    await expectStopped(cli, ["SIGINT"], SILENT_SERVER_MS);
    expect(cli.stdout()).toBe("");
  });

  test("ends the wait for a silent server, which cannot be told", async () => {
    using directory = scratchDirectory();
    await using route = await routeTo(database);
    const asked = Promise.withResolvers<void>();
    atListings(route.proxy, [2], () => {
      asked.resolve();
      return "freeze";
    });
    const cli = spawnCli(["images", "--glance", route.url, "-o", directory.file("report.csv")]);
    await asked.promise;
    await expectStopped(cli, ["SIGTERM"], SILENT_SERVER_MS);
    expectEmpty(directory.path);
  });

  test("ends the pause before reconnecting", async () => {
    await using route = await routeTo(database);
    const cut = Promise.withResolvers<void>();
    atPages(route.proxy, [4], async (): Promise<QueryFate> => {
      await route.proxy.refuse();
      cut.resolve();
      return "cut";
    });
    const cli = spawnCli(["images", "--glance", route.url, "--consistency", "chunked", "--quiet"]);
    await cut.promise;
    await expectStopped(cli, ["SIGINT"]);
  });

  test.each(SIGNALS)("ends an audit whose reader takes nothing: %s", async (signal) => {
    await using route = await routeTo(database);
    const cli = spawnCli(["images", "--glance", route.url, "-f", "json"]);
    cli.child.stdout.pause();
    // All that a pipe holds is there, and it is less than one page.
    await until("rows that nobody takes", () => cli.child.stdout.readableLength > 0);
    await expectStopped(cli, [signal]);
    expect(cli.stdout()).not.toContain('"totals"');
    await expectNothingRuns(route);
  });

  test("ends an audit that waits for image ids on its standard input", async () => {
    await using route = await routeTo(database);
    const cli = spawnCli(["images", "--glance", route.url, "--image", "-"]);
    // More than a pipe holds: once it is gone somebody reads.
    const ids = `${FIRST_IMAGE}\n`.repeat(50_000);
    await new Promise((resolve) => cli.child.stdin.write(ids, resolve));
    await expectStopped(cli, ["SIGINT"]);
    expect(route.proxy.stats.accepted).toBe(0);
  });
});

describe("an audit of an SQLite file", () => {
  let glance: ScratchSqlite;
  beforeAll(async () => {
    // Filling it keeps this process busy, so nothing else may run beside it.
    glance = resources.use(await seedSqliteGlance(2 * IMAGES));
  });

  test.each(SIGNALS)("ends on %s, and no file is left", async (signal) => {
    using directory = scratchDirectory();
    const cli = spawnCli(["images", "--glance", glance.url, "-o", directory.file("report.csv")]);
    await until("a temporary file", () => readdirSync(directory.path).length === 1);
    await expectStopped(cli, [signal]);
    expectEmpty(directory.path);
  });
});
