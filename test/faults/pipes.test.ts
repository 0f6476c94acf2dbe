import { beforeAll, describe, expect, test } from "vitest";
import { PROGRAM } from "../support/fresh-build.ts";
import type { QueryFate } from "../support/proxy.ts";
import { spawnCli } from "../support/run-cli.ts";
import { runCommand } from "../support/run-command.ts";
import { expectNothingRuns } from "./locked-glance.ts";
import { atListings, routeTo } from "./route.ts";
import { sharedGlance } from "./shared-glance.ts";

const AT_ONCE_MS = 2_500;
const PROGRAM_WORDS = `'${process.execPath}' '${PROGRAM}'`;
let database = "";

beforeAll(async () => {
  database = await sharedGlance();
});

/** Runs a line of shell in which `$AUDIT` is the program; both outputs come together. */
async function shell(line: string, glance = ""): Promise<string> {
  const env = { PATH: process.env["PATH"], HOME: "/nonexistent", GLANCE_AUDIT_GLANCE: glance };
  const { output } = await runCommand("bash", ["-c", line.replaceAll("$AUDIT", PROGRAM_WORDS)], { env });
  return output;
}

describe.concurrent("a reader that has had enough", () => {
  test.each(["snapshot", "chunked"])("| head -1 is no failure: %s", async (consistency) => {
    await using route = await routeTo(database);
    const line = `$AUDIT images --consistency ${consistency} -c image_id | head -1; echo "\${PIPESTATUS[0]}"`;
    expect(await shell(line, route.url)).toMatch(/^image_id\r?\n0\n$/);
    await expectNothingRuns(route);
  });

  test("2>&1 | head -1 is none either, though standard error is gone as well", async () => {
    await using route = await routeTo(database);
    const line = `{ $AUDIT images -c image_id; echo "$?" >&3; } 2>&1 3>&4 | head -1`;
    expect(await shell(`{ ${line}; } 4>&2`, route.url)).toMatch(/^image_id\r?\n0\n$/);
    await expectNothingRuns(route);
  });

  test("the messages alone go nowhere: the report is whole", async () => {
    await using route = await routeTo(database);
    const line = `{ $AUDIT images -c image_id 2>&1 >&3 | true; echo "\${PIPESTATUS[0]}"; } 3>&1 | tail -2`;
    expect(await shell(line, route.url)).toMatch(/^[0-9a-f-]{36}\r\n0\n$/);
  });

  test("while rows of the next statement are on their way: nobody waits for them", async () => {
    await using route = await routeTo(database);
    const cli = spawnCli(["images", "--glance", route.url, "-f", "json"]);
    const [asked, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    atListings(route.proxy, [2], async (): Promise<QueryFate> => {
      asked.resolve();
      await gone.promise;
      return "forward";
    });
    await asked.promise;
    cli.child.stdout.destroy();
    gone.resolve();
    const since = performance.now();
    const code = await new Promise((resolve) => cli.child.once("exit", resolve));
    expect([code, cli.stderr()]).toEqual([0, ""]);
    expect(performance.now() - since).toBeLessThan(AT_ONCE_MS);
    await expectNothingRuns(route);
  });
});

describe.concurrent("a full disk under standard output", () => {
  test.each(["csv", "json"])("is told: %s", async (format) => {
    await using route = await routeTo(database);
    const output = await shell(`$AUDIT images -f ${format} > /dev/full; echo "$?"`, route.url);
    expect(output).toMatch(/^Writing to standard output failed: ENOSPC: .*\.\n4\n$/);
    await expectNothingRuns(route);
  });

  test("also of text for people", async () => {
    expect(await shell('$AUDIT grants > /dev/full; echo "$?"')).toMatch(
      /^Writing to standard output failed: ENOSPC: .*\.\n4\n$/,
    );
  });
});
