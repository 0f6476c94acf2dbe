import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROGRAM } from "../support/fresh-build.ts";
import type { QueryFate } from "../support/proxy.ts";
import { runCli, spawnCli } from "../support/run-cli.ts";
import { runCommand } from "../support/run-command.ts";
import type { ScratchSqlite } from "../support/sqlite.ts";
import { expectEmpty, expectFailure } from "./failure.ts";
import { atListings, routeTo } from "./route.ts";
import { scratchDirectory } from "./scratch-directory.ts";
import type { ScratchDirectory } from "./scratch-directory.ts";
import { seedSqliteGlance } from "./seed-glance.ts";
import { sharedGlance } from "./shared-glance.ts";

const IMAGES = 200;
const OLD = "last month's report";
const resources = new AsyncDisposableStack();
let database = "";
let glance: ScratchSqlite;

beforeAll(async () => {
  database = await sharedGlance();
  glance = resources.use(await seedSqliteGlance(IMAGES));
});
afterAll(() => resources.disposeAsync());

function audit(output: string, ...more: readonly string[]) {
  return runCli(["images", "--glance", glance.url, "-o", output, ...more]);
}

describe.concurrent("a file that is there", () => {
  test("is refused and stays as it is", async () => {
    using directory = scratchDirectory();
    const path = directory.file("report.csv");
    writeFileSync(path, OLD);
    expectFailure(await audit(path), 2, /--output .*report\.csv exists\. Give another name, or --force/);
    expect(readFileSync(path, "utf8")).toBe(OLD);
    expect(readdirSync(directory.path)).toEqual(["report.csv"]);
  });

  test("is replaced with --force", async () => {
    using directory = scratchDirectory();
    const path = directory.file("report.csv");
    writeFileSync(path, OLD);
    expect(await audit(path, "--force")).toMatchObject({ code: 0, stdout: "" });
    expect(readFileSync(path, "utf8").split("\r\n")).toHaveLength(IMAGES + 2);
    expect(readdirSync(directory.path)).toEqual(["report.csv"]);
  });

  test("is refused where the manifest would be, and the report is not written either", async () => {
    using directory = scratchDirectory();
    writeFileSync(directory.file("report.csv.manifest.json"), OLD);
    const result = await audit(directory.file("report.csv"), "--manifest");
    expectFailure(result, 2, /--output .*report\.csv\.manifest\.json exists/);
    expect(readdirSync(directory.path)).toEqual(["report.csv.manifest.json"]);
  });

  test("is refused through a symbolic link, and --force replaces the link only", async () => {
    using directory = scratchDirectory();
    const [target, link] = [directory.file("target"), directory.file("link")];
    writeFileSync(target, OLD);
    symlinkSync(target, link);
    expectFailure(await audit(link), 2, /--output .*link exists/);
    expect(await audit(link, "--force")).toMatchObject({ code: 0 });
    expect(readFileSync(target, "utf8")).toBe(OLD);
    expect(readFileSync(link, "utf8")).toMatch(/^image_id,/);
  });
});

describe.concurrent("a name that cannot be a file", () => {
  test.each([
    ["a directory", (path: string) => mkdirSync(path), /is not a regular file\. Give the name of a new file/],
    [
      "a link that leads nowhere",
      (path: string) => symlinkSync(`${path}-gone`, path),
      /is not a regular file/,
    ],
  ])("%s", async (_name, make, why) => {
    using directory = scratchDirectory();
    make(directory.file("report.csv"));
    expectFailure(await audit(directory.file("report.csv"), "--force"), 2, why);
    expect(readdirSync(directory.path)).toEqual(["report.csv"]);
  });

  test.each([
    ["/dev/null", /is not a regular file/],
    ["no-such-folder/report.csv", /--output no-such-folder\/report\.csv cannot be written: ENOENT/],
    [`${"long".repeat(64)}.csv`, /--output .*cannot be written: ENAMETOOLONG/],
  ])("%s", async (path, why) => {
    expectFailure(await audit(path), 2, why);
  });

  test("in a folder that is none", async () => {
    using directory = scratchDirectory();
    writeFileSync(directory.file("folder"), OLD);
    expectFailure(await audit(`${directory.file("folder")}/report.csv`), 2, /cannot be written: ENOTDIR/);
  });

  test("in a folder that cannot be written to", async () => {
    // Even the superuser makes no files there.
    expectFailure(await audit("/proc/report.csv"), 2, /--output \/proc\/report\.csv cannot be written/);
  });
});

/** What a reader who looks for reports finds, with its content. */
function finished(directory: ScratchDirectory): [string, string][] {
  const names = readdirSync(directory.path).filter((name) => !name.endsWith(".part"));
  return names.map((name) => [name, readFileSync(directory.file(name), "utf8")]);
}

describe.concurrent("an output that grows", () => {
  test.each([
    ["a new file", []],
    ["an old one", ["--force"]],
  ])("has its name only when it is whole: %s", async (_name, more) => {
    using directory = scratchDirectory();
    const path = directory.file("report.csv");
    if (more.length > 0) writeFileSync(path, OLD);
    const before = finished(directory);
    await using route = await routeTo(database);
    const [asked, seen] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    atListings(route.proxy, [2], async (): Promise<QueryFate> => {
      asked.resolve();
      await seen.promise;
      return "forward";
    });
    const cli = spawnCli(["images", "--glance", route.url, "-o", path, ...more]);
    await asked.promise;
    expect(readdirSync(directory.path)).toHaveLength(before.length + 1);
    expect(finished(directory)).toEqual(before);
    seen.resolve();
    expect(await cli.result).toMatchObject({ code: 0 });
    expect(readdirSync(directory.path)).toEqual(["report.csv"]);
    expect(readFileSync(path, "utf8")).toMatch(/^image_id,.*\r\n$/s);
  });

  test("does not replace what somebody else has put there meanwhile", async () => {
    using directory = scratchDirectory();
    const path = directory.file("report.csv");
    await using route = await routeTo(database);
    atListings(route.proxy, [2], () => {
      writeFileSync(path, OLD);
      return "forward";
    });
    const result = await runCli(["images", "--glance", route.url, "-o", path]);
    expectFailure(result, 4, /Finishing .*report\.csv failed: EEXIST/);
    expect(readFileSync(path, "utf8")).toBe(OLD);
    expect(readdirSync(directory.path)).toEqual(["report.csv"]);
  });

  test("leaves nothing if the file system has no room for it", async () => {
    using directory = scratchDirectory();
    const args = ["images", "--glance", glance.url, "-o", directory.file("report.csv"), "--manifest"];
    // Eight KiB: beyond them the kernel sends SIGXFSZ, and then EFBIG.
    const line = 'ulimit -f 8; exec "$@"';
    const command = ["-c", line, "bash", process.execPath, PROGRAM, ...args];
    const { code, output } = await runCommand("bash", command);
    expectFailure(
      { code, signal: null, stdout: "", stderr: output },
      4,
      /^Writing .*report\.csv failed: EFBIG: .* No file was left\.$/m,
    );
    expectEmpty(directory.path);
  });
});

test("the manifest vouches for the bytes and the rows", async () => {
  using directory = scratchDirectory();
  const path = directory.file("report.csv");
  expect(await audit(path, "--manifest", "--bom")).toMatchObject({ code: 0 });
  expect(readdirSync(directory.path).toSorted()).toEqual(["report.csv", "report.csv.manifest.json"]);
  const bytes = readFileSync(path);
  expect(JSON.parse(readFileSync(`${path}.manifest.json`, "utf8"))).toMatchObject({
    file: "report.csv",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    rows: bytes.toString().split("\r\n").length - 2,
    totals: { scanned: IMAGES, printed: IMAGES },
    audit: { complete: true, reason: null },
  });
});
