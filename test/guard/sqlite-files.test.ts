import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SqliteWhere } from "../../src/connect/where.ts";
import { openSqlite } from "../../src/connect/sqlite-connection.ts";
import { writeSqlite } from "../../src/demo/sqlite-writer.ts";
import { RefusedStatementError } from "../../src/guard/refusal.ts";
import { openGlance } from "../../src/read/glance/open-glance.ts";
import { runCli } from "../support/run-cli.ts";
import type { WritableDb } from "../support/sqlite.ts";
import { ATTACKS } from "./attacks.ts";
import { FORGERIES } from "./forgeries.ts";
import { openOptions } from "./open-options.ts";

const LONG_AGO = new Date("2020-02-02T02:02:02Z");

let folder: string;
let glance: string;

const where = (): SqliteWhere => ({ engine: "sqlite", path: glance, sources: {} });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "audit-test-"));
  await writeSqlite(folder, { images: 120, seed: 1, now: new Date() });
  glance = join(folder, "glance.sqlite");
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), LONG_AGO, LONG_AGO);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Everything in a folder, with what would tell that it was touched. */
function fingerprint(directory: string): string[] {
  return readdirSync(directory).map((name) => {
    const bytes = readFileSync(join(directory, name));
    const { mtimeMs, size, mode } = statSync(join(directory, name));
    return [name, createHash("sha256").update(bytes).digest("hex"), mtimeMs, size, mode].join(" ");
  });
}

const CELLS = ["nova_cell0", "nova_cell1", "nova_cell2"];
const RUNS = ["snapshot", "chunked"].flatMap((consistency) =>
  ["images", "summary"].map((command) => [command, consistency] as const),
);

test.each(RUNS)(
  "%s, %s: the files stay as they are, and nothing is left beside them",
  async (command, consistency) => {
    const before = fingerprint(folder);
    const nova = CELLS.flatMap((cell) => ["--nova", `sqlite:///${join(folder, cell)}.sqlite`]);
    const databases = ["--glance", `sqlite:///${glance}`, "--cells-complete", ...nova];
    const { code, stdout } = await runCli([command, ...databases, "--consistency", consistency]);
    expect(code).toBe(0);
    expect(stdout).not.toBe("");
    expect(fingerprint(folder)).toEqual(before);
  },
);

test.each([
  "INSERT INTO alembic_version VALUES ('attack')",
  "UPDATE images SET name = 'attack'",
  "DELETE FROM images",
  "DROP TABLE images",
  "CREATE TABLE attack (id int)",
  "PRAGMA user_version = 7",
  "PRAGMA journal_mode = WAL",
  "VACUUM",
])("SQLite itself refuses %s", async (sql) => {
  const before = fingerprint(folder);
  const raw = openSqlite("glance", where(), new AbortController().signal);
  await expect(raw.query(sql, [])).rejects.toThrow(/readonly database/);
  await raw.close();
  expect(fingerprint(folder)).toEqual(before);
});

test("SQLite would write a copy from a file that is open for reading: only the guard stops that", async () => {
  const copy = join(folder, "copy.sqlite");
  const raw = openSqlite("glance", where(), new AbortController().signal);
  await raw.query(`VACUUM INTO '${copy}'`, []);
  await raw.close();
  expect(existsSync(copy)).toBe(true);
  rmSync(copy);
});

test("the guard refuses all attacks on a file, too", async () => {
  const before = fingerprint(folder);
  const handle = await openGlance(where(), openOptions());
  const unrefused: string[] = [];
  for (const { name, attempt } of [...ATTACKS, ...FORGERIES]) {
    const [outcome] = await Promise.allSettled([attempt(handle.db as unknown as WritableDb)]);
    const reason: unknown = outcome.status === "rejected" ? outcome.reason : undefined;
    if (!(reason instanceof RefusedStatementError)) unrefused.push(name);
  }
  expect(unrefused).toEqual([]);
  await handle.close();
  expect(fingerprint(folder)).toEqual(before);
});

test("a file in WAL mode stays as it is; SQLite leaves its empty log beside it", async () => {
  const wal = join(folder, "wal");
  await writeSqlite(wal, { images: 0, seed: 1, now: new Date() });
  const file = join(wal, "glance.sqlite");
  const writer = new DatabaseSync(file);
  writer.exec("PRAGMA journal_mode = WAL");
  writer.close();
  const before = fingerprint(wal);
  const { code } = await runCli(["images", "--glance", `sqlite:///${file}`]);
  expect(code).toBe(0);
  expect(fingerprint(wal)).toEqual(expect.arrayContaining(before));
  const added = readdirSync(wal).filter((name) => /-(?:wal|shm|journal)$/.test(name));
  expect(added.every((name) => name.endsWith("-shm") || statSync(join(wal, name)).size === 0)).toBe(true);
  rmSync(wal, { recursive: true });
});
