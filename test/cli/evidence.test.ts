import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { scratchDirectory } from "../faults/scratch-directory.ts";
import { seedGlance } from "../faults/seed-glance.ts";
import { adminQuery, scratchAccount } from "../support/mysql.ts";
import type { ScratchAccount, ScratchDatabase } from "../support/mysql.ts";
import { runCli } from "../support/run-cli.ts";

const IMAGES = 600;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
let glance: ScratchDatabase;
let account: ScratchAccount;

beforeAll(async () => {
  glance = await seedGlance(IMAGES);
  account = await scratchAccount(glance.database);
});
afterAll(async () => {
  await account.drop();
  await glance.drop();
});

test("a manifest says which bytes it vouches for, and how they came about", async () => {
  using directory = scratchDirectory();
  const path = directory.file("report.csv");
  const filters = ["--class", "full", "--limit", "7", "--consistency", "chunked"];
  const result = await runCli(["images", "--glance", account.url, ...filters, "-o", path, "--manifest"]);
  expect(result.code).toBe(0);
  const text = readFileSync(`${path}.manifest.json`, "utf8");
  const manifest = JSON.parse(text);
  const bytes = readFileSync(path);
  const full = IMAGES * 0.9;
  const [server] = await adminQuery(
    `SELECT @@server_id AS id, @@hostname AS host, @@read_only AS ro, @@version AS version, ${glance.flavour === "mysql" ? "@@server_uuid" : "NULL"} AS uuid`,
  );
  expect(manifest).toEqual({
    file: "report.csv",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    rows: 7,
    totals: expect.objectContaining({ scanned: full, full, partial: 0, missing: 0, printed: 7 }),
    audit: {
      command: "images",
      tool_version: packageJson.version,
      started_at: expect.stringMatching(TIME),
      finished_at: expect.stringMatching(TIME),
      consistency: "chunked",
      databases: [
        {
          service: "glance",
          engine: glance.flavour,
          version: server?.["version"],
          where: expect.stringContaining(glance.database),
          started_at: expect.stringMatching(TIME),
          servers: [
            {
              version: server?.["version"],
              hostname: server?.["host"],
              server_id: server?.["id"],
              server_uuid: server?.["uuid"],
              read_only: server?.["ro"] === 1,
              gtid: expect.any(String),
              replica: null,
              galera: null,
            },
          ],
        },
      ],
      filters: { class: ["full"], deleted: "exclude", limit: "7" },
      presumes: [],
      truncated: true,
      complete: true,
      reason: null,
    },
  });
  expect(manifest.audit.started_at <= manifest.audit.databases[0].started_at).toBe(true);
  expect(manifest.audit.databases[0].started_at <= manifest.audit.finished_at).toBe(true);
  expect(bytes.toString().split("\r\n")).toHaveLength(7 + 2);
  expect(text).not.toContain(account.password);
});

test("--show-sql prints each statement once, with its count and time and without its values", async () => {
  const [owner, image] = ["project-3", "00000001-0000-4000-8000-0000000fa017"];
  const { code, stdout, stderr } = await runCli([
    "images",
    "--glance",
    account.url,
    "--show-sql",
    "--quiet",
    "--consistency",
    "chunked",
    "--owner",
    owner,
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain(owner);
  const [head = "", ...lines] = stderr.trimEnd().split("\n");
  const found = lines.map((line) => /^ *(\d+)x {2} *(\d+\.\d{3}) s {2}(\S.*)$/.exec(line));
  expect(found).not.toContain(null);
  const texts = found.map((parts) => parts?.[3]);
  const count = found.reduce((sum, parts) => sum + Number(parts?.[1]), 0);
  expect(new Set(texts).size).toBe(texts.length);
  expect(head).toBe(
    `${count} statements were sent, ${texts.length} different ones (count, time in all, text):`,
  );
  expect(texts[0]).toBe("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  expect(texts).toContainEqual(expect.stringMatching(/^select .* from `images` .*`owner` in \(\?, …\)/));
  for (const value of [owner, image, account.password]) expect(stderr).not.toContain(value);
});

test("--show-sql tells what was sent before a failure, too", async () => {
  await using blind = await scratchAccount(glance.database, []);
  await adminQuery(`GRANT SELECT ON \`${glance.database}\`.images TO ${blind.account}`);
  const { code, stderr } = await runCli(["images", "--glance", blind.url, "--show-sql"]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^\d+ statements were sent/m);
  expect(stderr).toMatch(/^ *1x .* SHOW GRANTS$/m);
});

test("--verbose says which server answered", async () => {
  const { stderr } = await runCli(["summary", "--glance", account.url, "--verbose"]);
  const server = new RegExp(
    `^glance: ${glance.flavour} \\S+, ${account.user}@127\\.0\\.0\\.1:\\d+/${glance.database}, host \\S+, server \\S+, read from `,
    "m",
  );
  expect(stderr).toMatch(server);
  expect(stderr).not.toContain(account.password);
});
