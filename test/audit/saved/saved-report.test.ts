import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Row } from "../../../src/audit/row.ts";
import { jsonElements } from "../../../src/audit/saved/json-elements.ts";
import { openSavedReport } from "../../../src/audit/saved/saved-report.ts";
import { UsageError } from "../../../src/errors.ts";
import { csv } from "../../../src/report/csv.ts";
import { json } from "../../../src/report/json.ts";
import { columnsOf, hostilePages, optionsFor, print } from "../../report/samples.ts";
import { cellText } from "../../../src/report/cell-text.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "audit-saved-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COLUMNS = columnsOf({ image_id: "text", name: "text", size_bytes: "integer", absent: "list" });
const NAMES = COLUMNS.map(({ name }) => name);

async function rowsOf(name: string, text: string): Promise<(string | null)[][]> {
  const path = join(folder, name);
  writeFileSync(path, text);
  const report = await openSavedReport(path, "BEFORE");
  const rows: (string | null)[][] = [];
  for await (const row of report.rows()) rows.push(NAMES.map((column) => row.get(column) ?? null));
  return rows;
}

/** A cell as CSV has it: text, or NULL. */
function textOf(cell: Row[string] | undefined): string | null {
  return cell === null || cell === undefined ? null : cellText(cell, "");
}

/** What CSV cannot keep: characters that UTF-8 has no form for, and a quote before what looks like a formula. */
const isKept = (text: string | null): boolean =>
  text === null || (text.isWellFormed() && !/^'[=+\-@\t\r＝＋－＠]/.test(text));

describe("a saved report", () => {
  test("is read as it was written, from JSON and from CSV", async () => {
    await fc.assert(
      fc.asyncProperty(hostilePages(NAMES), async (pages) => {
        const wanted = pages.flat().map((row) => NAMES.map((name) => textOf(row[name])));
        fc.pre(wanted.flat().every(isKept));
        expect(await rowsOf("r.json", print(json(optionsFor(COLUMNS)), pages))).toEqual(wanted);
        expect(await rowsOf("r.csv", print(csv(optionsFor(COLUMNS)), pages))).toEqual(wanted);
        const bom = optionsFor(COLUMNS, { bom: true, delimiter: ";" });
        expect(await rowsOf("b.csv", print(csv(bom), pages))).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });

  test("keeps figures that a number cannot hold", async () => {
    const rows = [{ image_id: "a", name: null, size_bytes: 2n ** 63n - 1n, absent: [] }];
    expect(await rowsOf("big.json", print(json(optionsFor(COLUMNS)), [rows]))).toEqual([
      ["a", null, "9223372036854775807", ""],
    ]);
  });

  test("may be laid out anew", async () => {
    const text = JSON.stringify(
      { audit: { rows: [1] }, totals: {}, rows: [{ image_id: "a" }, { image_id: "b" }] },
      null,
      3,
    );
    expect((await rowsOf("pretty.json", text)).map(([id]) => id)).toEqual(["a", "b"]);
  });

  test.each([
    ["half of a document", '{"rows":[\n{"image_id":"a"}'],
    ["no rows", '{"totals":{}}'],
    ["a row that is none", '{"rows":[1]}'],
    ["broken JSON", '{"rows":[{"image_id":}]}'],
    ["a table", "image | class\n"],
    ["nothing", "image_id,name\n1"],
  ])("that is %s is refused", async (_, text) => {
    await expect(rowsOf("bad", text)).rejects.toThrow(UsageError);
  });

  test("that is not there is refused", async () => {
    await expect(openSavedReport(join(folder, "nowhere"), "--baseline")).rejects.toThrow(
      /^--baseline .*nowhere cannot be read as a report: ENOENT/,
    );
  });
});

test("the rows of a document are found however it comes in", async () => {
  const anything = fc.jsonValue({ maxDepth: 3 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(anything),
      fc.dictionary(fc.string(), anything),
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      async (rows, others, pretty, cuts) => {
        const { rows: _rows, ...before } = others;
        const text = JSON.stringify({ ...before, rows, after: 1 }, null, pretty ? 2 : undefined);
        const found: unknown[] = [];
        const elements = jsonElements(inPieces(text, cuts));
        let step = await elements.next();
        for (; !step.done; step = await elements.next()) found.push(JSON.parse(step.value));
        expect(found).toEqual(rows.map((row) => JSON.parse(JSON.stringify(row)) as unknown));
        expect(step.value).toBe(true);
      },
    ),
  );
});

async function* inPieces(text: string, cuts: readonly number[]): AsyncGenerator<string> {
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const length = cuts[turn % cuts.length] ?? 1;
    yield text.slice(at, at + length);
    at += length;
  }
}
