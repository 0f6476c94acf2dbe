import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RULES } from "../../../src/rules/registry.ts";
import { ENGINES, openTestDatabase } from "../../read/test-database.ts";
import { runCli, type CliResult } from "../../support/run-cli.ts";
import { demoCloud, type DemoCloud } from "../demo-cloud.ts";
import { parseReport, type JsonReport, type ReportRow } from "../report.ts";

const NOW = new Date();

/** The databases of a demo, as options of the program. */
function everything({ loaded: { databases } }: DemoCloud): string[] {
  return [
    "--glance",
    databases.glance,
    "--nova-api",
    databases.nova_api,
    "--cinder",
    databases.cinder,
    "--keystone",
    databases.keystone,
  ];
}

const found = ({ rows }: JsonReport): string[] =>
  [...new Set(rows.map((row) => String(row["rule"])))].toSorted();

/** Of live and of deleted images, which are checked in one pass. */
const IMAGE_RULES: ReadonlySet<string> = new Set(
  RULES.filter(({ looksAt }) => looksAt.includes("image") && looksAt !== "rows without an image").map(
    ({ id }) => id,
  ),
);

const isTwiceNamed = (row: ReportRow): boolean =>
  row["rule"] === "property-near-miss" && row["owner"] === "1f2e";
const BY_FINDINGS = { printed: 0, warning: 0 };
const held = (report: JsonReport | undefined): ReportRow[] | undefined =>
  report?.rows.filter((row) => !isTwiceNamed(row));

const check = (cloud: DemoCloud, ...options: string[]): Promise<CliResult> =>
  runCli(["check", ...everything(cloud), ...options]);

const reportOf = async (run: Promise<CliResult>): Promise<JsonReport> => parseReport((await run).stdout);

const suppression = (rule: string, expires: string): string =>
  `- {rule: ${rule}, subject: "*", reason: known, owner: dba, expires: ${expires}}\n`;

describe("check", () => {
  const clouds: DemoCloud[] = [];
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "audit-check-"));
    for (const engine of ENGINES) clouds.push(await demoCloud(engine, NOW));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    for (const cloud of clouds) await cloud[Symbol.asyncDispose]();
  });

  const glanceAlone = (...options: string[]): Promise<CliResult> =>
    runCli(["check", "--glance", clouds[0]?.loaded.databases.glance ?? "", ...options]);
  const first = (): DemoCloud => clouds[0] as DemoCloud;

  test("finds at least one case of every rule in the demo, and the same on both engines", async () => {
    const reports: JsonReport[] = [];
    for (const cloud of clouds) reports.push(await reportOf(check(cloud, "-f", "json")));
    const [sqlite, mysql] = reports;
    expect(found(sqlite as JsonReport)).toEqual(
      RULES.flatMap(({ id, looksAt }) => (looksAt === "suppression" ? [] : [id])).toSorted(),
    );
    // MySQL's collation does not let two names in that are the same for it: that row is on SQLite alone.
    expect(held(mysql)).toEqual(held(sqlite));
    expect({ ...mysql?.totals, ...BY_FINDINGS }).toEqual({ ...sqlite?.totals, ...BY_FINDINGS });
    const ofImages = sqlite?.rows.filter((row) => IMAGE_RULES.has(String(row["rule"]))) ?? [];
    const places = ofImages.map((row) => String(row["subject_id"]));
    expect(places).toEqual(places.toSorted());
    const ids = sqlite?.rows.map((row) => row["finding_id"]) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    expect(sqlite?.audit).toMatchObject({ command: "check", complete: true, skipped_rules: [] });
  });

  test("prints the same whole, in chunks and by single images", async () => {
    const cloud = first();
    const whole = await reportOf(check(cloud, "-f", "json"));
    const chunked = await reportOf(check(cloud, "-f", "json", "--consistency", "chunked"));
    expect(chunked.rows).toEqual(whole.rows);
    const image = whole.rows.find((row) => row["rule"] === "property-doomed-by-purge");
    const id = String(image?.["subject_id"]);
    const single = await reportOf(check(cloud, "-f", "json", "--image", id));
    expect(single.rows).toEqual(whole.rows.filter((row) => row["subject_id"] === id));
    expect(single.totals).toMatchObject({ scanned: 1 });
  });

  test("says which rules were skipped and why, and is complete all the same", async () => {
    const { code, stdout, stderr } = await glanceAlone("-f", "json");
    const { audit, totals } = parseReport(stdout);
    const needy = RULES.filter(({ needs }) => needs.length > 0).map(({ id }) => id);
    const skipped = audit["skipped_rules"] as readonly { readonly rule: string; readonly reason: string }[];
    expect(skipped.map(({ rule }) => rule).toSorted()).toEqual(needy.toSorted());
    expect(audit["complete"]).toBe(true);
    for (const { rule, reason } of skipped)
      expect(stderr).toMatch(new RegExp(`Skipped, as ${reason}: .*${rule}`));
    expect(code).toBe(1);
    expect(Number(totals["error"])).toBeGreaterThan(0);
  });

  test.each([
    [["--rule", "image-killed"], 0],
    [["--rule", "image-killed", "--fail-on", "warning"], 1],
    [["--rule", "image-killed", "--fail-on", "error"], 0],
    [["--rule", "image-killed", "--fail-on", "any"], 1],
    [["--rule", "image-killed", "--fail-on", "none"], 0],
    [["--rule", "image-*", "--skip-rule", "image-killed,image-half-deleted"], 1],
    [["--rule", "base-image-gone", "--fail-on", "info"], 1],
    [["--rule", "base-image-gone", "--severity", "warning", "--fail-on", "info"], 0],
    [["--rule", "image-maimed"], 2],
    [["--skip-rule", "image-maimed"], 2],
    [["--fail-on", "new:error"], 2],
    [["--baseline", "/nowhere.json"], 2],
    [["--suppressions", "/nowhere.yaml"], 2],
  ])("%j ends with %i", async (options, code) => {
    expect((await glanceAlone(...options, "-f", "csv")).code).toBe(code);
  });

  test("runs the rules that globs choose, and of them the severe ones", async () => {
    const run = await reportOf(glanceAlone("--rule", "image-*,base-*", "--severity", "error", "-f", "json"));
    expect(found(run)).toEqual(["image-doomed-by-purge", "image-half-deleted", "image-restored-empty"]);
  });

  test("filters narrow the images, and leave out rules that are not about single ones", async () => {
    const cloud = first();
    const all = await reportOf(check(cloud, "-f", "json"));
    const owner = String(all.rows.find((row) => row["rule"] === "property-doomed-by-purge")?.["owner"]);
    const owned = await reportOf(check(cloud, "-f", "json", "--owner", owner));
    const about = new Set(["schema", "instance", "snapshot"]);
    expect(owned.rows).toEqual(
      all.rows.filter(
        (row) =>
          row["owner"] === owner &&
          !about.has(String(row["subject"])) &&
          row["rule"] !== "row-without-parent",
      ),
    );
    const skipped = (owned.audit["skipped_rules"] as readonly { readonly rule: string }[]).map(
      ({ rule }) => rule,
    );
    expect(skipped).toContain("cinder-snapshot-left-over");
    const backups = await reportOf(check(cloud, "-f", "json", "--kind", "backup"));
    expect(found(backups)).toContain("backup-beyond-rotation");
    expect(backups.rows.length).toBeLessThan(all.rows.length);
    const limited = await check(cloud, "-f", "json", "--limit", "2");
    expect(parseReport(limited.stdout)).toMatchObject({
      totals: { ...all.totals, printed: 2 },
      audit: { truncated: true, complete: true },
    });
  });

  test("holds a run against an earlier one", async () => {
    await using cloud = await demoCloud("sqlite", NOW);
    const baseline = join(folder, "baseline.json");
    const before = await check(cloud, "-f", "json", "-o", baseline);
    expect(before.code).toBe(1);
    const same = await check(cloud, "-f", "json", "--baseline", baseline, "--fail-on", "new:any");
    expect(same.code).toBe(0);
    expect(parseReport(same.stdout).rows.every((row) => row["baseline"] === "known")).toBe(true);
    await using glance = openTestDatabase("sqlite", cloud.loaded.databases.glance);
    await glance.run("update images set status = 'queued' where status = 'killed'");
    await glance.run("update image_properties set deleted_at = null where deleted = 0");
    const after = await check(cloud, "-f", "json", "--baseline", baseline, "--fail-on", "new:warning");
    expect(after.code).toBe(1);
    const { rows, totals } = parseReport(after.stdout);
    const of = (state: string) => rows.filter((row) => row["baseline"] === state).map((row) => row["rule"]);
    expect(new Set(of("new"))).toEqual(new Set(["stuck-upload"]));
    expect(new Set(of("resolved"))).toEqual(new Set(["image-killed", "property-doomed-by-purge"]));
    expect(totals).toMatchObject({
      new: of("new").length,
      resolved: of("resolved").length,
      known: of("known").length,
    });
    // What was not looked at is not resolved.
    const narrow = await check(cloud, "-f", "json", "--baseline", baseline, "--rule", "image-killed");
    const told = new Set(
      parseReport(narrow.stdout).rows.map((row) => [row["rule"], row["baseline"]].join(" ")),
    );
    expect(told).toEqual(new Set(["image-killed resolved"]));
    const filtered = await check(cloud, "-f", "json", "--baseline", baseline, "--status", "queued");
    expect(parseReport(filtered.stdout).totals).toMatchObject({ resolved: 0 });
  });

  test("prints suppressed findings, and does not count them", async () => {
    const file = join(folder, "suppressions.yaml");
    writeFileSync(file, suppression("image-*", "2999-12-31") + suppression("stuck-upload", "2020-01-01"));
    const options = [
      "--rule",
      "image-killed,image-half-deleted,stuck-upload,suppression-expired",
      "-f",
      "json",
    ];
    const run = await glanceAlone("--suppressions", file, ...options);
    expect(run.code).toBe(0);
    const { rows, totals } = parseReport(run.stdout);
    const hidden = rows.filter((row) => row["suppressed"] !== null);
    expect(new Set(hidden.map((row) => row["rule"]))).toEqual(
      new Set(["image-half-deleted", "image-killed"]),
    );
    expect(hidden[0]?.["suppressed"]).toBe("known (dba, until 2999-12-31)");
    expect(totals).toMatchObject({ suppressed: hidden.length, error: 0 });
    expect(rows.at(-1)).toMatchObject({ rule: "suppression-expired", severity: "warning", subject: "image" });
    expect(run.stderr).toContain(`suppressed ${hidden.length}`);
  });

  test("sarif, junit and nagios say the same", async () => {
    const json = await reportOf(glanceAlone("-f", "json"));
    const sarif = JSON.parse((await glanceAlone("-f", "sarif")).stdout) as Sarif;
    expect(sarif.version).toBe("2.1.0");
    const [run] = sarif.runs;
    expect(run?.results.map(({ ruleId, message }) => [ruleId, message.text])).toEqual(
      json.rows.map((row) => [row["rule"], row["message"]]),
    );
    for (const { ruleId, ruleIndex } of run?.results ?? [])
      expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(run?.invocations[0]?.executionSuccessful).toBe(true);

    const junit = (await glanceAlone("-f", "junit")).stdout;
    expect(junit.match(/<failure /g)?.length).toBe(json.rows.length);
    expect(junit.match(/<skipped /g)?.length).toBe((json.audit["skipped_rules"] as unknown[]).length);
    expect(junit).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites>[\s\S]*<\/testsuites>\n$/);

    const nagios = await glanceAlone("-f", "nagios");
    const { error, warning, info, scanned } = json.totals;
    expect(nagios).toMatchObject({
      code: 1,
      stdout: `GLANCE-AUDIT CRITICAL - ${error} errors, ${warning} warnings, ${info} infos in ${scanned} images | error=${error};;;0; warning=${warning};;;0; info=${info};;;0; suppressed=0;;;0; scanned=${scanned};;;0;\n`,
    });
  });

  test("a saved report is whole", async () => {
    const file = join(folder, "check.csv");
    const run = await glanceAlone("-f", "csv", "-o", file, "--manifest");
    expect(run.code).toBe(1);
    const lines = readFileSync(file, "utf8").trimEnd().split("\r\n");
    expect(lines[0]).toBe("rule,severity,subject,subject_id,owner,message,finding_id");
    const manifest = JSON.parse(readFileSync(`${file}.manifest.json`, "utf8")) as { readonly rows: number };
    expect(manifest.rows).toBe(lines.length - 1);
  });
});

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly message: { readonly text: string };
    }[];
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly invocations: readonly { readonly executionSuccessful: boolean }[];
  }[];
}
