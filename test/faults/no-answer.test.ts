import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { adminQuery } from "../support/mysql.ts";
import { runCli, spawnCli } from "../support/run-cli.ts";
import { startBlackHole } from "./black-hole.ts";
import { expectEmpty, expectFailure } from "./failure.ts";
import { expectNothingRuns, lockedGlance, startWaiting } from "./locked-glance.ts";
import { ownServer } from "./own-server.ts";
import type { OwnServer } from "./own-server.ts";
import { atListings, atPages, routeTo } from "./route.ts";
import { scratchDirectory } from "./scratch-directory.ts";
import { FIRST_IMAGE } from "./seed-glance.ts";
import { sharedGlance } from "./shared-glance.ts";

// Nearly all of the time here is waiting, so more may wait at once than elsewhere.
vi.setConfig({ maxConcurrency: 8 });

/** More than a busy server takes for any statement that is not disturbed. */
const PATIENT = ["--statement-timeout", "10"];
/** Ten seconds, and the margin of five. */
const SILENT_AFTER_S = 15;
const CONNECT_TIMEOUT_S = 10;
/** Four seconds for the attempt to stop the statement, and a slow machine. */
const MARGIN_S = 15;
const SILENT = /did not answer a statement within 15 s/;
/** Long enough for a statement that hangs to be seen before the server ends it. */
const IMPATIENT = ["--statement-timeout", "3"];
/** The server's own limit must be what ends the statement: the client's deadline is 5 s later. */
const SERVERS_LIMIT_MS = 7_000;
/** Which of its two limits a server reaches first, that of the statement or that of the lock, is its affair. */
const ADVICE =
  /took longer than the time limit\. Give more with --statement-timeout|stayed locked, perhaps by an ALTER TABLE\. Run again/;
const resources = new AsyncDisposableStack();
let database = "";
let lockedDatabase = "";
let own: OwnServer;

beforeAll(async () => {
  database = await sharedGlance();
  lockedDatabase = resources.use(await lockedGlance()).database;
  own = resources.use(await ownServer());
});
afterAll(() => resources.disposeAsync());

/** The time-out ended it: not something else before, and nothing kept it for long afterwards. */
function expectTimeout(since: number, seconds: number): void {
  const passed = (performance.now() - since) / 1000;
  expect(passed).toBeGreaterThan(seconds - 0.5);
  expect(passed).toBeLessThan(seconds + MARGIN_S);
}

describe.concurrent("a server that falls silent", () => {
  test("before or after it greets: it cannot be used", async () => {
    await using route = await routeTo(database);
    await using mute = await startBlackHole(route.url);
    mute.silence();
    await using greeter = await startBlackHole(route.url, (hole) => hole.silence());
    await Promise.all(
      [mute, greeter].map(async ({ url }) => {
        const started = performance.now();
        const result = await runCli(["images", "--glance", url, "-f", "json"]);
        expectTimeout(started, CONNECT_TIMEOUT_S);
        expect(result.stdout).toBe("");
        expectFailure(
          result,
          3,
          /Cannot connect to the glance database .*nothing answered within 10 s\. Check/,
        );
      }),
    );
  });

  test("and answers again: chunked has waited, reconnects and goes on", async () => {
    await using route = await routeTo(database);
    const undisturbed = await runCli(["images", "--glance", route.url]);
    atPages(route.proxy, [7], () => "freeze");
    const running = spawnCli(["images", "--glance", route.url, ...PATIENT, "--consistency", "chunked"]);
    await running.waitFor("Connection lost; reconnecting");
    route.proxy.thaw();
    expect(await running.result).toMatchObject({ code: 0, stdout: undisturbed.stdout });
  });

  test("while the database is being opened: it cannot be used", async () => {
    await using route = await routeTo(database);
    let silentSince = 0;
    route.proxy.onQuery = () => {
      silentSince = performance.now();
      return "freeze";
    };
    const result = await runCli(["images", "--glance", route.url, ...PATIENT]);
    expectTimeout(silentSince, SILENT_AFTER_S);
    expectFailure(result, 3, SILENT);
  });

  test("before a page: the document is closed and says so", async () => {
    await using route = await routeTo(database);
    await using hole = await startBlackHole(route.url);
    let silentSince = 0;
    atListings(route.proxy, [2], () => {
      hole.silence();
      silentSince = performance.now();
      return "forward";
    });
    const result = await runCli(["images", "--glance", hole.url, ...PATIENT, "-f", "json"]);
    expectTimeout(silentSince, SILENT_AFTER_S);
    expectFailure(result, 4, SILENT);
    expect(JSON.parse(result.stdout).audit).toMatchObject({
      complete: false,
      reason: expect.stringMatching(SILENT),
    });
  });

  test("within a page: no file is left, and chunked may not wait either", async () => {
    using directory = scratchDirectory();
    const chunked = ["--consistency", "chunked", "--reconnect", "0"];
    const whys = [
      [SILENT, ["-o", directory.file("report.csv")]],
      [
        /Gave up after 0 attempts .* did not answer a statement within 15 s/,
        [...chunked, "-o", directory.file("chunked.csv")],
      ],
    ] as const;
    await Promise.all(
      whys.map(async ([why, more]) => {
        await using route = await routeTo(database);
        let asked = false;
        await using hole = await startBlackHole(route.url, (itself) => asked && itself.silence());
        atPages(route.proxy, [3], () => {
          asked = true;
          return "forward";
        });
        expectFailure(await runCli(["images", "--glance", hole.url, ...PATIENT, ...more]), 4, why);
      }),
    );
    expectEmpty(directory.path);
  });

  test("when all has been read: that is no failure, and nobody waits for its goodbye", async () => {
    await using route = await routeTo(database);
    let asked = false;
    await using hole = await startBlackHole(route.url, (itself) => asked && itself.silence());
    route.proxy.onQuery = (sql) => {
      // The last thing that is asked about one image: its properties.
      asked = /^select .* from `image_properties`/s.test(sql);
      return "forward";
    };
    // Whoever waited would wait for ever: the silence has no end.
    const result = await runCli(["images", "--glance", hole.url, "--image", FIRST_IMAGE]);
    expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining(FIRST_IMAGE) });
  });

  test("SIGSTOP of the server: a snapshot ends by itself, chunked goes on after SIGCONT", async () => {
    using directory = scratchDirectory();
    const [snapshot, file, chunked] = await own.whileReading(
      [PATIENT, [...PATIENT, "-o", directory.file("report.csv")], [...PATIENT, "--consistency", "chunked"]],
      () => own.server.pause(),
    );
    const results = await Promise.all([snapshot!.result, file!.result]);
    for (const result of results) expectFailure(result, 4, SILENT);
    expectEmpty(directory.path);
    await chunked!.waitFor("Connection lost; reconnecting");
    await own.server.resume();
    const undisturbed = await runCli(["images", "--glance", own.url]);
    expect(await chunked!.result).toMatchObject({ code: 0, stdout: undisturbed.stdout });
  });
});

describe.concurrent("a table that stays locked", () => {
  test.each(["snapshot", "chunked"])("ends an audit with advice: %s", async (consistency) => {
    await using route = await routeTo(lockedDatabase);
    const { cli } = await startWaiting(route, [...IMPATIENT, "--consistency", consistency, "-f", "json"]);
    const hung = performance.now();
    const result = await cli.result;
    expect(performance.now() - hung).toBeLessThan(SERVERS_LIMIT_MS);
    expectFailure(result, 4, ADVICE);
    expect(JSON.parse(result.stdout)).toMatchObject({
      rows: [],
      audit: { complete: false, reason: expect.stringMatching(ADVICE) },
    });
    await expectNothingRuns(route);
  });

  test("leaves no file", async () => {
    using directory = scratchDirectory();
    await using route = await routeTo(lockedDatabase);
    const { cli } = await startWaiting(route, [
      ...IMPATIENT,
      "-o",
      directory.file("report.csv"),
      "--manifest",
    ]);
    expectFailure(await cli.result, 4, ADVICE);
    expectEmpty(directory.path);
  });

  test("a statement that an administrator kills ends the audit", async () => {
    await using route = await routeTo(lockedDatabase);
    const { cli, statement } = await startWaiting(route, []);
    await adminQuery(`KILL QUERY ${statement.id}`);
    expectFailure(await cli.result, 4, /statement on .* failed: .*interrupted/);
  });
});
