import { execFile } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROGRAM } from "../support/fresh-build.ts";

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, "../..");
const PATIENCE_MS = 180_000;

interface PackedFile {
  readonly path: string;
}

it("a build can be run by whoever linked it before, as npx does", () => {
  expect(statSync(PROGRAM).mode & 0o777).toBe(0o755);
});

describe("the packed tarball", () => {
  let folder = "";
  let files: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "glance-audit-pack-"));
    // The build of the test run is what is packed: building again would pull it from under other tests.
    const { stdout } = await run(
      "npm",
      ["pack", "--json", "--ignore-scripts", "--pack-destination", folder],
      { cwd: ROOT },
    );
    files = packedFiles(JSON.parse(stdout));
    await writeFile(join(folder, "package.json"), '{"private":true}');
    const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "";
    await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", `./${tarball}`], {
      cwd: folder,
    });
  }, PATIENCE_MS);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("holds the built program and what explains it, and nothing else", () => {
    const licences = "dist/bin/THIRD-PARTY-LICENSES.txt";
    const known = ["CHANGELOG.md", "LICENSE", "README.md", "package.json", licences];
    const strangers = files.filter(
      (path) =>
        !known.includes(path) &&
        !/^dist\/(?:bin\/[^/]+\.js|(?:src|migrations-readonly)\/.+\.(?:js|d\.ts))$/.test(path),
    );
    expect(strangers).toEqual([]);
    expect(known.filter((path) => !files.includes(path))).toEqual([]);
    expect(files).toContain("dist/bin/glance-audit.js");
    expect(files).toContain("dist/migrations-readonly/index.js");
  });

  it("runs the demo where it is installed", async () => {
    const { stdout } = await run(
      process.execPath,
      [join(folder, "node_modules/glance-audit/dist/bin/glance-audit.js"), "demo", "--images", "60"],
      { cwd: folder },
    );
    expect(stdout).toMatch(/^A synthetic cloud of \d+ images/);
    expect(stdout).toContain("volume-snapshot");
  });

  it("says one sentence on a Node that is too old", async () => {
    const older = 'Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.11.0"}})';
    const bin = join(folder, "node_modules/glance-audit/dist/bin/glance-audit.js");
    const failure = await run(process.execPath, [
      "--import",
      `data:text/javascript,${older}`,
      bin,
      "demo",
    ]).catch((error) => error);
    expect(failure).toMatchObject({
      code: 2,
      stdout: "",
      stderr:
        "glance-audit needs Node 22.16 or newer; this is 20.11.0. Install a newer Node and run it again.\n",
    });
  });

  it("has the licences of the packages whose code is in the program", () => {
    const text = readFileSync(
      join(folder, "node_modules/glance-audit/dist/bin/THIRD-PARTY-LICENSES.txt"),
      "utf8",
    );
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const named = new Set(text.split("\n---\n\n").map((part) => part.split(" ")[0]));
    expect(Object.keys(dependencies).filter((name) => !named.has(name))).toEqual([]);
    expect(text.match(/^(?:copyright|\(c\))/gim)?.length).toBeGreaterThanOrEqual(
      Object.keys(dependencies).length,
    );
  });

  it("is a library, too", async () => {
    const script =
      'import { judgeImage, CAUSES } from "glance-audit"; console.log(typeof judgeImage, CAUSES.length)';
    await writeFile(join(folder, "use.mjs"), script);
    const { stdout } = await run(process.execPath, ["use.mjs"], { cwd: folder });
    expect(stdout.trim()).toBe("function 15");
  });
});

/** npm 10 and 11 print a list of packages, npm 12 an object by name. */
function packedFiles(printed: unknown): string[] {
  const [packed] = Object.values(printed as Record<string, { files: PackedFile[] }>);
  return (packed?.files ?? []).map((file) => file.path);
}
