import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXIT } from "../../src/errors.ts";
import { scratchDirectory } from "../faults/scratch-directory.ts";
import { seedSqliteGlance } from "../faults/seed-glance.ts";
import { spawnCli } from "../support/run-cli.ts";
import type { CliOptions } from "../support/run-cli.ts";
import type { ScratchSqlite } from "../support/sqlite.ts";

/** Of five images the fifth lacks a property, and nobody can say why. */
const IMAGES = 5;
const directory = scratchDirectory();
const PAUSE = ["--pause-file", directory.file("pause")];
let glance: ScratchSqlite;

beforeAll(async () => {
  glance = await seedSqliteGlance(IMAGES);
  writeFileSync(directory.file("pause"), "");
  writeFileSync(directory.file("exists.csv"), "");
});
afterAll(async () => {
  await glance.drop();
  directory[Symbol.dispose]();
});

/** A way to end, and a word of what is said about it. */
interface Ending {
  readonly how: string;
  readonly args: () => readonly string[];
  readonly says: RegExp;
  readonly options?: CliOptions;
  /** Sent once the program waits for something. */
  readonly signal?: NodeJS.Signals;
}

const images = (...more: string[]) => ["images", "--glance", glance.url, ...more];
const orphans = (...more: string[]) => ["orphans", "--glance", glance.url, ...more];
/** Runs before the program, in its process: what cannot be had otherwise is a broken Node. */
const before = (script: string): CliOptions => ({
  nodeArgs: ["--import", `data:text/javascript,${encodeURIComponent(script)}`],
});

const ENDINGS: Readonly<Record<keyof typeof EXIT, readonly Ending[]>> = {
  done: [
    { how: "all was read", args: () => images(), says: /^scanned 5 images/ },
    { how: "only the expected is left", args: () => images("--limit", "0"), says: /cut by --limit/ },
    { how: "help was asked for", args: () => ["images", "--help"], says: /^$/ },
  ],
  findings: [
    { how: "an image is not as expected", args: () => images("--fail-on", "any"), says: /^scanned 5/ },
  ],
  usage: [
    { how: "no database is given", args: () => ["images"], says: /No glance database is given/ },
    { how: "orphans without nova", args: () => orphans(), says: /^orphans needs nova/ },
    { how: "the file exists", args: () => images("-o", directory.file("exists.csv")), says: /exists\. Give/ },
    {
      how: "Node is too old",
      args: () => images(),
      says: /^glance-audit needs Node 22\.16 or newer; this is 20\.19\.0\. Install a newer Node/,
      options: before(
        'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.19.0" } })',
      ),
    },
  ],
  glanceUnusable: [
    {
      how: "there is no glance",
      args: () => ["images", "--glance", "sqlite:////no/such/glance"],
      says: /There is no SQLite file/,
    },
    {
      how: "what is called cinder is something else",
      args: () => images("--cinder", glance.url),
      says: /cinder/,
    },
  ],
  incomplete: [
    {
      how: "nova cannot be read",
      args: () => images("--nova", "sqlite:////no/such/nova"),
      says: /^NOT COMPLETE: There is no SQLite file/m,
    },
    { how: "time is up", args: () => images(...PAUSE, "--run-time", "1s"), says: /^The time limit of 1 s/m },
  ],
  internal: [
    {
      how: "something is broken",
      args: () => images(),
      says: /^Internal error: broken on purpose\. Run again with --verbose and report what it prints\.$/m,
      options: before('Date.prototype.toISOString = () => { throw new Error("broken on purpose") }'),
    },
  ],
  interrupted: [
    {
      how: "SIGINT",
      args: () => images(...PAUSE),
      says: /^Stopped by SIGINT\.$/m,
      signal: "SIGINT",
    },
  ],
  terminated: [
    {
      how: "SIGTERM",
      args: () => images(...PAUSE),
      says: /^Stopped by SIGTERM\.$/m,
      signal: "SIGTERM",
    },
  ],
};

describe.concurrent.each(Object.keys(EXIT) as (keyof typeof EXIT)[])("%s", (name) => {
  test.each(ENDINGS[name])(`${EXIT[name]}: $how`, async ({ args, says, options, signal }) => {
    const cli = spawnCli(args(), options);
    cli.child.stdin.end();
    if (signal !== undefined) {
      await cli.waitFor("Waiting to read on");
      cli.child.kill(signal);
    }
    const { code, stderr } = await cli.result;
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(EXIT[name]);
  });
});
