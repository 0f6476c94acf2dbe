import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { certaintyOf, type InstanceState } from "../../src/judge/instance-state.ts";
import type { NamedTruth } from "../../src/demo/truth.ts";
import { openTestDatabase, ENGINES } from "../read/test-database.ts";
import { runCli, runCliInTerminal, type CliResult } from "../support/run-cli.ts";
import { demoCloud, type DemoCloud } from "./demo-cloud.ts";
import { parseReport, type ReportRow } from "./report.ts";

const SECRET = "swift+https://account:s3cret@store.example.org/container/object";
const STEERING = "\u001b]0;owned\u0007\u202egpj";

let clouds: readonly DemoCloud[] = [];

beforeAll(async () => {
  const now = new Date();
  clouds = await Promise.all(ENGINES.map((engine) => demoCloud(engine, now)));
  for (const cloud of clouds) await spoil(cloud);
});
afterAll(async () => {
  for (const cloud of clouds) await cloud[Symbol.asyncDispose]();
});

const named = (slug: string): NamedTruth => {
  const found = clouds[0]?.loaded.named.find((truth) => truth.slug === slug);
  if (found === undefined) throw new Error(`The demo has no image ${slug}.`);
  return found;
};

/** Snapshots in error and without a row, a password, a location with credentials, a name that steers terminals. */
async function spoil({ engine, loaded }: DemoCloud): Promise<void> {
  await using cinder = openTestDatabase(engine, loaded.databases.cinder);
  const snapshotOf = (slug: string): string => `display_name = 'snapshot for ${named(slug).name}'`;
  await cinder.run(
    `update snapshots set status = 'error' where ${snapshotOf("erp-01-before-migration")};
     delete from snapshots where ${snapshotOf("erp-02-no-base")}`,
  );
  await using glance = openTestDatabase(engine, loaded.databases.glance);
  const times = { created_at: "2026-01-01 00:00:00", deleted: 0 };
  const image = { image_id: named("web-01-before-upgrade").id, ...times };
  await glance.insert("image_properties", [
    { ...image, name: "password_0", value: "U2FsdGVkX18wbmUgc2VjcmV0" },
    { ...image, name: "note", value: STEERING },
  ]);
  await glance.insert("image_locations", [
    { ...image, value: SECRET, status: "active", meta_data: "{}" },
    { ...image, value: "AbCdEf0123_-encrypted==", status: "active", meta_data: "{}" },
  ]);
}

type Only = "glance" | "all" | "without cinder";

function show(
  { loaded: { databases } }: DemoCloud,
  words: readonly string[],
  only: Only = "all",
): Promise<CliResult> {
  const nova = { GLANCE_AUDIT_NOVA_API: databases.nova_api, GLANCE_AUDIT_KEYSTONE: databases.keystone };
  const env = {
    COLUMNS: "100",
    GLANCE_AUDIT_GLANCE: databases.glance,
    ...(only === "glance" ? {} : nova),
    ...(only === "all" ? { GLANCE_AUDIT_CINDER: databases.cinder } : {}),
  };
  return runCli(["show", ...words], { env });
}

type Nested = Readonly<Record<string, unknown>>;

async function rowOf(cloud: DemoCloud, slug: string, only: Only = "all"): Promise<ReportRow> {
  const { stdout } = await show(cloud, [named(slug).id, "-f", "json"], only);
  const [row] = parseReport(stdout).rows;
  if (row === undefined) throw new Error(`nothing was shown of ${slug}`);
  return row;
}

const nested = (row: ReportRow, column: string): Nested => row[column] as unknown as Nested;
const disksOf = (row: ReportRow): readonly Nested[] => nested(row, "storage")["disks"] as readonly Nested[];

test("both engines say the same, and the truth, of every named image", async () => {
  const truths = clouds[0]?.loaded.named ?? [];
  const ids = truths.map(({ id }) => id);
  const printed = await Promise.all(clouds.map((cloud) => show(cloud, [...ids, "-f", "json"])));
  const [first = "", second = ""] = printed.map(({ stdout }) =>
    stdout.slice(0, stdout.lastIndexOf('"audit":')),
  );
  expect(second).toBe(first);
  expect(printed.map(({ code }) => code)).toEqual([0, 0]);
  const byId = new Map(parseReport(printed[0]?.stdout ?? "").rows.map((row) => [row["image_id"], row]));
  expect(byId.size).toBe(truths.length);
  for (const truth of truths) {
    const { slug, deleted } = truth;
    // Its snapshot was spoiled, and without that nothing leads to its server.
    const instanceState = slug === "erp-02-no-base" ? null : truth.instanceState;
    const row = byId.get(truth.id);
    expect({ slug, ...row }).toMatchObject({
      slug,
      deleted,
      class: truth.class,
      kind: truth.kind,
      cause: truth.cause,
      expected: truth.expected,
      certainty: certaintyOf(instanceState),
      instance_state: instanceState,
    });
    const holds = row?.["holds"];
    // Of others than orphans nobody said what holds them.
    const missing = (truth.holds ?? []).filter((hold) => Array.isArray(holds) && !holds.includes(hold));
    const none = truth.holds?.length === 0 ? [] : holds;
    expect({ slug, holds, missing }).toEqual({ slug, holds: deleted ? null : none, missing: [] });
  }
});

describe.each(ENGINES)("on %s", (engine) => {
  const cloud = (): DemoCloud => {
    const found = clouds.find((one) => one.engine === engine);
    if (found === undefined) throw new Error(`There is no cloud on ${engine}.`);
    return found;
  };

  test.each([
    ["erp-06-storage-gone", true, "deleted", "deleted"],
    ["erp-01-before-migration", true, "error", "error"],
    ["erp-02-no-base", true, null, "missing"],
    ["erp-03-after-rebuild", false, "available", null],
  ])("%s is broken: %s, because its snapshot is %s", async (slug, broken, status, lost) => {
    const row = await rowOf(cloud(), slug);
    expect(row["broken"]).toBe(broken);
    expect(disksOf(row)[0]).toMatchObject({ snapshot_status: status, lost });
    const gib = 2 ** 30 * (lost === null || lost === "error" ? 40 : 0);
    expect(nested(row, "storage")["held_bytes"]).toBe(gib);
  });

  test("without cinder nobody knows whether it is broken, or whose it is", async () => {
    const row = await rowOf(cloud(), "erp-06-storage-gone", "without cinder");
    expect(row).toMatchObject({ broken: null, server: null, instance_state: null });
    expect(nested(row, "storage")["held_bytes"]).toBeNull();
    expect(disksOf(row)).toHaveLength(1);
    expect(row["holds"]).toContain("unread:cinder");
    expect(row["not_read"]).toEqual([{ place: "cinder", reason: "not given" }]);
  });

  test.each([
    ["alive", "web-01-before-upgrade", "cell1", "instances"],
    ["deleted", "retired-01-last-state", "cell1", "instances"],
    ["archived", "retired-02-last-state", "cell1", "shadow_instances"],
    ["alive", "web-02-on-ceph", "cell2", "instances"],
    ["alive", "disk-of-a-failed-server", "cell0", "instances"],
  ] satisfies [InstanceState, string, string, string][])(
    "%s: %s stands in %s, %s",
    async (state, slug, cell, table) => {
      const row = await rowOf(cloud(), slug);
      expect(row["instance_state"]).toBe(state);
      expect(nested(row, "server")["rows"]).toMatchObject([{ cell, table }]);
    },
  );

  test("the action within seconds of an image is its likely writer, and an older one is not", async () => {
    const made = await rowOf(cloud(), "vault-01-shelved");
    expect(nested(made, "server")["writer"]).toMatchObject({ action: "shelve" });
    const other = await rowOf(cloud(), "web-01-nightly-backup-2");
    expect(nested(other, "server")["writer"]).toMatchObject({ action: "createBackup" });
    const unknown = await rowOf(cloud(), "packer-docker-host");
    expect(nested(unknown, "server")["writer"]).toBeNull();
  });

  test("no secret and nothing that steers a terminal is printed", async () => {
    for (const format of [[], ["-f", "json"], ["-f", "yaml"], ["-f", "csv"], ["-f", "table"]]) {
      const { stdout, code } = await show(cloud(), [named("web-01-before-upgrade").id, ...format]);
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/U2FsdGVkX|s3cret|store\.example|AbCdEf/);
      // JSON, YAML and CSV are for programs: what is data stays as it is there.
      const seen = format.length === 0 || format[1] === "table" ? stdout : "";
      expect(seen.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    }
    const { stdout } = await show(cloud(), [named("web-01-before-upgrade").id]);
    expect(stdout).toContain("password_0=(not shown)");
    expect(stdout).toContain(String.raw`note=\x1b]0;owned\x07\u{202e}gpj`);
    expect(stdout).toContain("file: (active)  swift+https: (active)  encrypted: (active)");
  });

  test("an image that is not there is exit code 1, beside others that are shown in the order asked", async () => {
    const [last, first] = [named("web-01-before-upgrade"), named("golden-web")];
    const words = [last.id.toUpperCase(), "no-such-image", `${first.id},${last.id}`];
    const { code, stdout, stderr } = await show(cloud(), words);
    expect(code).toBe(1);
    expect(stderr).toContain("There is no image no-such-image in ");
    const headlines = stdout.split("\n").filter((line) => /^\S.* {2}[0-9a-f-]{36}$/.test(line));
    expect(headlines).toEqual([`${last.name}  ${last.id}`, `${first.name}  ${first.id}`]);
  });
});

test("it fits a terminal of any width, and colour only adds", async () => {
  const [cloud] = clouds;
  if (cloud === undefined) throw new Error("no cloud");
  const { databases } = cloud.loaded;
  const env = {
    GLANCE_AUDIT_GLANCE: databases.glance,
    GLANCE_AUDIT_NOVA_API: databases.nova_api,
    GLANCE_AUDIT_CINDER: databases.cinder,
    GLANCE_AUDIT_KEYSTONE: databases.keystone,
  };
  const { id } = named("erp-06-storage-gone");
  for (const columns of [80, 100, 160]) {
    const { stdout, code } = await runCliInTerminal(["show", id], { env, columns });
    expect(code).toBe(0);
    const plain = stripVTControlCharacters(stdout).replaceAll("\r", "");
    expect(plain.split("\n").filter((line) => line.length > columns)).toEqual([]);
    expect(stdout).toContain("\u001b[31myes:\u001b[39m no server can be booted");
    const { stdout: piped } = await runCli(["show", id], { env: { ...env, COLUMNS: String(columns) } });
    expect(plain).toBe(piped);
  }
});

test("a cell that cannot be read is said, and ends in exit code 4", async () => {
  const [cloud] = clouds;
  if (cloud === undefined) throw new Error("no cloud");
  const { id } = named("retired-04-last-state");
  const { code, stdout, stderr } = await show(cloud, [id, "--cell", "cell2=sqlite:////nowhere/cell2.sqlite"]);
  expect(code).toBe(4);
  expect(stdout).toMatch(/state {8}unknown: .*the cell cell2 was not read/s);
  expect(stdout).toMatch(/^ {2}cell cell2 .*\/nowhere\/cell2\.sqlite/m);
  expect(stdout).toMatch(/^ {2}unread {7}cell2: may show more/m);
  expect(stderr).toContain("NOT COMPLETE");
});

test("the mistakes of a command line are named", async () => {
  const [cloud] = clouds;
  if (cloud === undefined) throw new Error("no cloud");
  expect(await show(cloud, [])).toMatchObject({ code: 2, stdout: "" });
  const { code, stderr } = await show(cloud, [",", "--manifest", "-c", "nothing"]);
  expect(code).toBe(2);
  expect(stderr).toContain("show takes the id of an image");
  expect(stderr).toContain("--manifest goes with");
  expect(stderr).toContain("--column takes image_id, name");
});
