import { rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createConnection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSchema } from "../../migrations-readonly/index.ts";
import { adminQuery } from "../support/mysql.ts";
import { runCli, runCliInTerminal, spawnCli } from "../support/run-cli.ts";
import { writableMysql } from "../support/sqlite.ts";
import { expectEmpty, expectFailure } from "./failure.ts";
import { expectNothingRuns, lockedGlance, startWaiting } from "./locked-glance.ts";
import { ownServer } from "./own-server.ts";
import type { OwnServer } from "./own-server.ts";
import { connectionsOf, routeTo } from "./route.ts";
import { scratchDirectory } from "./scratch-directory.ts";
import { seedSqliteGlance } from "./seed-glance.ts";
import { sharedGlance } from "./shared-glance.ts";
import { until } from "./until.ts";

/** The program asks how the server is twice a second. */
const NEXT_CHECK_MS = 700;
const RUNNING = 8;
const BUSY = /^Waiting to read on from glance: Threads_running is \d+, more than 6\.$/m;
const CALM = /^Reading on from glance after \d+ s\.$/m;
const resources = new AsyncDisposableStack();
let own: OwnServer;
let undisturbed = "";

beforeAll(async () => {
  own = resources.use(await ownServer());
  undisturbed = (await runCli(["images", "--glance", own.url])).stdout;
});
afterAll(() => resources.disposeAsync());

/** Connections that each run a statement until they are told to end. */
async function makeLoad(): Promise<() => Promise<void>> {
  const connections = await Promise.all(
    Array.from({ length: RUNNING }, () => createConnection({ uri: own.server.url() })),
  );
  const sleepers = connections.map((connection) =>
    connection.query("SELECT SLEEP(300)").catch(() => undefined),
  );
  await until("load", async () => {
    const [row] = await adminQuery("SHOW GLOBAL STATUS LIKE 'Threads_running'", [], own.server.url());
    return Number(row?.["Value"]) > RUNNING;
  });
  return async () => {
    for (const { threadId } of connections) await adminQuery(`KILL ${threadId}`, [], own.server.url());
    await Promise.all(sleepers);
  };
}

describe("a server that has enough to do", () => {
  test.each(["snapshot", "chunked"])(
    "is left in peace, and then read to the end: %s",
    async (consistency) => {
      let endLoad: Awaited<ReturnType<typeof makeLoad>> | undefined;
      const limits = ["--max-load", "Threads_connected=250,Threads_running=6"];
      const [audit] = await own.whileReading([["--consistency", consistency, ...limits]], async () => {
        endLoad = await makeLoad();
        await sleep(NEXT_CHECK_MS);
      });
      await audit!.waitFor(BUSY);
      const printed = audit!.stdout().length;
      await sleep(NEXT_CHECK_MS);
      // Nothing more comes while it waits: what was on its way when it began to wait has been printed.
      expect(printed).toBeLessThan(undisturbed.length);
      await endLoad?.();
      expect(await audit!.result).toMatchObject({ code: 0, stdout: undisturbed });
      expect(audit!.stderr()).toMatch(CALM);
    },
  );

  test("is not even asked for a read view", async () => {
    const endLoad = await makeLoad();
    const audit = spawnCli(["images", "--glance", own.url, "--max-load", "threads_running:6"]);
    await audit.waitFor(BUSY);
    const [view] = await adminQuery(
      "SELECT COUNT(*) AS n FROM information_schema.innodb_trx",
      [],
      own.server.url(),
    );
    expect(Number(view?.["n"])).toBe(0);
    audit.child.kill("SIGINT");
    expect(await audit.result).toMatchObject({ code: 130, stdout: "" });
    await endLoad();
  });

  test("is left in peace as a cell of nova, too", async () => {
    await adminQuery("CREATE DATABASE cell_7", [], own.server.url());
    const db = writableMysql(own.server.url("cell_7"));
    await buildSchema(db, "mysql", "nova-cell");
    await db.destroy();
    await using glance = await seedSqliteGlance(3);
    const endLoad = await makeLoad();
    const nova = own.server.url("cell_7");
    const audit = spawnCli([
      "images",
      "--glance",
      glance.url,
      "--nova",
      nova,
      "--max-load",
      "Threads_running=6",
    ]);
    await audit.waitFor(/^Waiting to read on from nova \(cell_7\): Threads_running is \d+, more than 6\.$/m);
    await endLoad();
    const { stdout } = await audit.result;
    expect(stdout.split("\r\n")).toHaveLength(3 + 2);
    expect(audit.stderr()).toMatch(/^Reading on from nova \(cell_7\) after \d+ s\.$/m);
  });

  test("a counter that there is not, or that is no number, is a mistake of the user's", async () => {
    const whys = [
      ["Threads_runing=5", /names Threads_runing, which is no status variable on the server of glance/],
      ["Ssl_cipher=1", /names Ssl_cipher, which is not a number/],
    ] as const;
    for (const [limit, why] of whys) {
      expectFailure(await runCli(["images", "--glance", own.url, "--max-load", limit]), 2, why);
    }
  });
});

describe.concurrent("a pause file", () => {
  test("holds an audit for as long as it is there, in the progress line too", async () => {
    using directory = scratchDirectory();
    const file = directory.file("pause");
    writeFileSync(file, "");
    const { code, stdout } = await runCliInTerminal(["summary", "--glance", own.url, "--pause-file", file], {
      onStdout: (text) => text.includes("waiting: the pause file") && rmSync(file, { force: true }),
    });
    expect(code).toBe(0);
    expect(stdout).toContain(`Waiting to read on from glance: the pause file ${file} exists.`);
    expect(stdout).toContain(`waiting: the pause file ${file} exists |`);
    expect(stdout).toMatch(/Reading on from glance after \d+ s\./);
  });

  test("holds the reading of an SQLite file, and Ctrl-C ends the wait at once", async () => {
    await using glance = await seedSqliteGlance(3);
    using directory = scratchDirectory();
    const file = directory.file("pause");
    writeFileSync(file, "");
    const audit = spawnCli(["images", "--glance", glance.url, "--pause-file", file]);
    await audit.waitFor(/^Waiting to read on from glance: the pause file .* exists\.$/m);
    const sent = performance.now();
    audit.child.kill("SIGINT");
    expect(await audit.result).toMatchObject({ code: 130, stdout: "" });
    expect(performance.now() - sent).toBeLessThan(2_000);
  });
});

describe.concurrent("a time limit", () => {
  test("ends a wait, and no file is left", async () => {
    using directory = scratchDirectory();
    const pauseFile = directory.file("pause");
    const [audit] = await own.whileReading(
      [["--run-time", "8s", "--pause-file", pauseFile, "-o", directory.file("report.csv")]],
      async () => {
        writeFileSync(pauseFile, "");
        await sleep(NEXT_CHECK_MS);
      },
    );
    const result = await audit!.result;
    rmSync(pauseFile);
    expectFailure(result, 4, /^The time limit of 8 s was reached \(--run-time\)/m);
    expectEmpty(directory.path);
  });

  test("ends a statement, on the server too, and the document says so", async () => {
    await using locked = await lockedGlance();
    await using route = await routeTo(locked.database);
    const { cli } = await startWaiting(route, ["--run-time", "15s", "-f", "json", "--show-sql"]);
    const result = await cli.result;
    expect(result.code).toBe(4);
    expect(result.stderr).toMatch(/^The time limit of 15 s was reached \(--run-time\)/m);
    expect(result.stderr).toMatch(/^ *1x +\d\.\d{3} s {2}KILL QUERY <own connection id>$/m);
    expect(JSON.parse(result.stdout).audit).toMatchObject({
      complete: false,
      reason: expect.stringContaining("--run-time"),
    });
    await expectNothingRuns(route);
  });
});

describe.concurrent("a read view", () => {
  test("is given up when it is too old, with advice; waiting counts", async () => {
    using directory = scratchDirectory();
    const pauseFile = directory.file("pause");
    const [audit] = await own.whileReading(
      [["--max-view-age", "6s", "--pause-file", pauseFile, "-f", "json"]],
      async () => {
        writeFileSync(pauseFile, "");
        await sleep(NEXT_CHECK_MS);
      },
    );
    const result = await audit!.result;
    const why = /^The read view of glance was given up when it was 6 s old.* Use --consistency chunked/m;
    expectFailure(result, 4, why);
    expect(JSON.parse(result.stdout).audit).toMatchObject({
      complete: false,
      reason: expect.stringMatching(why),
    });
  });

  test("is given up even while nobody takes our output", async () => {
    await using route = await routeTo(await sharedGlance());
    const audit = spawnCli(["images", "--glance", route.url, "-f", "json", "--max-view-age", "2s"]);
    audit.child.stdout.pause();
    await until("a connection", async () => (await connectionsOf(route.account)).length > 0);
    await until("no connection any more", async () => (await connectionsOf(route.account)).length === 0);
    expect(audit.child.exitCode).toBe(null);
    audit.child.stdout.resume();
    expectFailure(await audit.result, 4, /^The read view of glance was given up when it was 2 s old/m);
  });

  test("is kept when that was asked, and chunked has none", async () => {
    using directory = scratchDirectory();
    const pauseFile = directory.file("pause");
    const audits = await own.whileReading(
      [
        ["--max-view-age", "0", "--pause-file", pauseFile],
        ["--max-view-age", "1s", "--pause-file", pauseFile, "--consistency", "chunked"],
      ],
      async () => {
        writeFileSync(pauseFile, "");
        await sleep(NEXT_CHECK_MS);
      },
    );
    await Promise.all(audits.map((audit) => audit.waitFor("the pause file")));
    await sleep(1_500);
    rmSync(pauseFile);
    for (const audit of audits) expect(await audit.result).toMatchObject({ code: 0, stdout: undisturbed });
  });
});
