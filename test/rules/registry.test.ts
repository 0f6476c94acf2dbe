import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { databasesOf } from "../../src/rules/explain.ts";
import { RULES } from "../../src/rules/registry.ts";
import type { ExtraFact } from "../../src/rules/rule.ts";
import { runCli } from "../support/run-cli.ts";
import { SCENARIOS } from "./scenarios.ts";

const ROOT = join(import.meta.dirname, "../..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const FILES = readdirSync(join(ROOT, "src/rules"), { recursive: true, encoding: "utf8" }).filter((path) =>
  path.includes("/"),
);

const WANTED = `property-doomed-by-purge image-doomed-by-purge image-restored-empty image-half-deleted
  live-row-under-deleted-image row-without-parent deleted-without-date active-without-location stuck-upload
  image-killed pending-delete-left-over property-near-miss instance-uuid-empty uuid-not-canonical
  instance-uuid-inherited base-image-gone snapshot-younger-than-its-instances-death owner-mismatch
  owner-project-gone owner-project-disabled backup-beyond-rotation shelve-left-over resize-left-over
  live-server-without-image shelved-server-without-image volume-snapshot-broken cinder-snapshot-left-over
  block-device-mapping-invalid schema-half-upgraded index-missing duplicate-location
  member-project-gone`.split(/\s+/);

describe("the catalogue", () => {
  test("has every rule that scripts may count on, once", () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(WANTED.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test("is one file for each rule, named like it", () => {
    const named = FILES.map((path) => path.replace(/^.*\/(.*)\.ts$/, "$1"));
    expect(named.toSorted()).toEqual(RULES.map(({ id }) => id).toSorted());
  });

  test("is what the tests know", () => {
    expect(Object.keys(SCENARIOS).toSorted()).toEqual(RULES.map(({ id }) => id).toSorted());
  });

  test("needs no database, and no code that talks to one", async () => {
    const { code, stdout, stderr } = await runCli(["rules", "-f", "json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { rows } = JSON.parse(stdout) as { rows: { rule: string; needs: string[] }[] };
    expect(rows.map(({ rule, needs }) => [rule, needs])).toEqual(
      RULES.map((rule) => [rule.id, databasesOf(rule)]),
    );
    const heavy = /from "(?:kysely|mysql2)/;
    const runtime = FILES.map((path) =>
      readFileSync(join(ROOT, "dist/src/rules", path.replace(".ts", ".js")), "utf8"),
    );
    expect(runtime.filter((text) => heavy.test(text) || /\/read\//.test(text))).toEqual([]);
  });

  test("refuses an id that it does not have", async () => {
    const { code, stderr } = await runCli(["rules", "image-maimed"]);
    expect(code).toBe(2);
    expect(stderr).toContain('There is no rule "image-maimed"');
  });
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test("says all that a DBA asks", async () => {
    for (const text of [rule.why, rule.fine, rule.todo]) expect(text).toMatch(/^\S.*[.]$/s);
    expect(rule.title).toMatch(/^\w[^.]*$/);
    expect(rule.source).toMatch(/\w+\/\w+|LP#|this program/);
    expect(README).toContain(`| ${id} | ${rule.severity} |`);
    expect(SCENARIOS[id]?.fires.length).toBeGreaterThan(0);
    expect(SCENARIOS[id]?.silent.length).toBeGreaterThan(0);
  });

  test("asks for the facts that it looks at, and for no others", () => {
    if (rule.looksAt !== "live image" && rule.looksAt !== "image of either kind") return;
    const source = readFileSync(
      join(ROOT, "src/rules", FILES.find((path) => path.endsWith(`/${id}.ts`)) ?? ""),
      "utf8",
    );
    const facts: readonly ExtraFact[] = [
      "rows",
      "values",
      "unlocated",
      "sharesLocationWith",
      "baseGone",
      "ownerStanding",
      "lostMembers",
      "blockDevices",
    ];
    const parameters = /check: \(\{([^}]*)\}/.exec(source)?.[1] ?? "";
    expect([...(rule.reads ?? [])]).toEqual(
      facts.filter((fact) => new RegExp(`\\b${fact}\\b`).test(parameters)),
    );
  });
});

test("one rule is explained as text", async () => {
  const { code, stdout } = await runCli(["rules", "image-doomed-by-purge"]);
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "image-doomed-by-purge (error): A live image will be destroyed by the next purge of the images table

    Why it matters:
      \`glance-scrubber --restore\` sets deleted to 0 but leaves deleted_at, and
      \`glance-manage db purge_images_table\` looks at deleted_at alone: it
      deletes the row of an image that is in use.

    When it is fine:
      Only where \`purge_images_table\` is never run.

    What to do:
      Do not run \`glance-manage db purge\` or \`purge_images_table\` before the row
      is mended: with glance's operators, set images.deleted_at to NULL.

    Needs:
      glance

    Source:
      glance/db/sqlalchemy/api.py: image_restore, purge_deleted_rows_from_images
    "
  `);
});
