import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareReports } from "../../src/audit/diff/diff-reports.ts";
import type { Row } from "../../src/audit/row.ts";
import { openSavedReport } from "../../src/audit/saved/saved-report.ts";
import { RULES } from "../../src/rules/registry.ts";
import { runCli } from "../support/run-cli.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "audit-diff-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runDiff = (...files: string[]) => runCli(["diff", ...files]);

type Plain = Readonly<Record<string, string | null>>;

function save(name: string, rows: readonly Plain[]): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ rows }));
  return path;
}

async function compare(before: readonly Plain[], after: readonly Plain[]) {
  const [left, right] = [save("before.json", before), save("after.json", after)];
  const comparison = compareReports(
    await openSavedReport(left, "BEFORE"),
    await openSavedReport(right, "AFTER"),
  );
  const rows: Row[] = [];
  for await (const page of comparison.pages()) rows.push(...page);
  return { rows, totals: comparison.totals, uncompared: comparison.uncompared };
}

const idOf = (at: number): string => `${at.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
const image = (at: number, status: string): Plain => ({ image_id: idOf(at), class: "full", status });

const idsOf = (list: readonly { readonly image_id: string }[]): string[] =>
  list.map(({ image_id }) => image_id).toSorted();

/** Ids in the order of a server, odd ones among them anywhere. */
const anyReport = fc
  .uniqueArray(fc.tuple(fc.nat(30), fc.constantFrom("active", "queued")), { selector: ([at]) => at })
  .map((images) =>
    images
      .toSorted(([left], [right]) => left - right)
      .map(([at, status]) => ({ image_id: at % 7 === 3 ? `odd ${at}` : idOf(at), class: "full", status })),
  );

describe("two reports", () => {
  test("differ by what a comparison of all with all finds", async () => {
    await fc.assert(
      fc.asyncProperty(anyReport, anyReport, async (before, after) => {
        const { rows, totals } = await compare(before, after);
        const [old, now] = [
          new Map(before.map((row) => [row.image_id, row])),
          new Map(after.map((row) => [row.image_id, row])),
        ];
        const lines = (change: string) =>
          rows.flatMap((row) => (row["change"] === change ? [String(row["subject_id"])] : [])).toSorted();
        const changed = before.filter(({ image_id, status }) => {
          const other = now.get(image_id);
          return other !== undefined && other.status !== status;
        });
        expect(lines("new")).toEqual(idsOf(after.filter(({ image_id }) => !old.has(image_id))));
        expect(lines("resolved")).toEqual(idsOf(before.filter(({ image_id }) => !now.has(image_id))));
        expect(lines("changed")).toEqual(idsOf(changed));
        expect(totals.before).toBe(before.length);
        expect(totals.after).toBe(after.length);
        expect(totals.same + totals.changed + totals.resolved).toBe(before.length);
        expect(totals.same + totals.changed + totals.new).toBe(after.length);
      }),
      { numRuns: 100 },
    );
  });

  test("name each column that changed, with both values", async () => {
    const { rows } = await compare(
      [{ ...image(1, "queued"), cause: null }],
      [{ ...image(1, "active"), cause: "" }],
    );
    const line = { change: "changed", subject: "image", subject_id: idOf(1), rule: null };
    expect(rows).toEqual([
      { ...line, column: "status", before: "queued", after: "active" },
      { ...line, column: "cause", before: null, after: "" },
    ]);
  });

  test("compare only the columns that both have", async () => {
    const { totals, uncompared } = await compare([{ ...image(1, "a"), kind: "image" }], [image(1, "a")]);
    expect(totals).toMatchObject({ same: 1, changed: 0 });
    expect(uncompared).toEqual(["kind"]);
  });

  test("of check are told apart by their findings", async () => {
    const finding = (rule: string, subject_id: string, id: number, more: Plain = {}): Plain => ({
      rule,
      severity: "info",
      subject: "image",
      subject_id,
      owner: null,
      message: `${rule} of ${subject_id}`,
      finding_id: idOf(id),
      ...more,
    });
    const before = [
      finding("index-missing", "glance", 1),
      finding("deleted-without-date", idOf(1), 5),
      finding("live-row-under-deleted-image", idOf(2), 4),
      finding("image-killed", idOf(5), 2),
      finding("owner-mismatch", idOf(5), 3),
      finding("live-server-without-image", idOf(1), 6),
    ];
    const after = [
      finding("deleted-without-date", idOf(1), 5),
      finding("live-row-under-deleted-image", idOf(2), 4),
      finding("image-killed", idOf(3), 7),
      finding("owner-mismatch", idOf(5), 3, { message: "another" }),
      finding("image-killed", idOf(9), 8, { baseline: "resolved" }),
    ];
    const { rows, totals } = await compare(before, after);
    expect(totals).toEqual({ before: 6, after: 4, new: 1, resolved: 3, changed: 1, same: 2 });
    expect(rows.map((row) => [row["change"], row["rule"], row["before"], row["after"]])).toEqual([
      ["new", "image-killed", null, `image-killed of ${idOf(3)}`],
      ["resolved", "image-killed", `image-killed of ${idOf(5)}`, null],
      ["changed", "owner-mismatch", `owner-mismatch of ${idOf(5)}`, "another"],
      ["resolved", "live-server-without-image", `live-server-without-image of ${idOf(1)}`, null],
      ["resolved", "index-missing", "index-missing of glance", null],
    ]);
    expect(RULES.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ rule }) => rule)));
  });

  test("end with 1 if anything differs, with 0 if nothing does, with 2 if they cannot be compared", async () => {
    const [one, two, sorted, check] = [
      save("one.json", [image(1, "a"), image(2, "a")]),
      save("two.json", [image(1, "a"), image(2, "b")]),
      save("sorted.json", [image(2, "a"), image(1, "a")]),
      save("check.json", [{ finding_id: idOf(1), rule: "x", subject_id: "y" }]),
    ];
    expect(await runDiff(one, one)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[^\n]*\n$/) });
    expect(await runDiff(one, two)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(`changed,image,${idOf(2)},,status,a,b`),
      stderr: "before 2, after 2, new 0, resolved 0, changed 1, same 1\n",
    });
    expect(await runDiff(sorted, one)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("sorted anew"),
    });
    expect(await runDiff(one, check)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Give two of one command"),
    });
    expect(await runDiff(one)).toMatchObject({ code: 2 });
    expect(await runDiff(one, join(folder, "none"))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("AFTER"),
    });
  });
});
