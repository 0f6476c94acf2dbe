import { stripVTControlCharacters } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Row } from "../../src/audit/row.ts";
import { table } from "../../src/report/table.ts";
import { columnsOf, hostilePages, optionsFor, print } from "./samples.ts";

const ID = "9a2f3b1c-0000-4000-8000-000000000001";
const COLUMNS = columnsOf({
  image_id: "text",
  name: "text",
  size_bytes: "integer",
  class: "text",
  absent: "list",
});
const ROW: Row = {
  image_id: ID,
  name: "web-1",
  size_bytes: 12,
  class: "partial",
  absent: ["image_type", "x"],
};

/** What xterm and VTE count, code point by code point: an oracle that knows nothing of graphemes. */
function terminalColumns(line: string): number {
  const wide =
    /(?![ｦ-ﾟ]|\p{Regional_Indicator})[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}！-｠]/u;
  return Array.from(line).reduce((sum, c) => sum + (/\p{M}/u.test(c) ? 0 : wide.test(c) ? 2 : 1), 0);
}

function lines(pages: readonly Row[][], width: number, columns = COLUMNS): string[] {
  const printed = print(table(optionsFor(columns, { width })), pages);
  expect(printed.endsWith("\n")).toBe(true);
  return printed.slice(0, -1).split("\n");
}

describe("table", () => {
  test("numbers stand at the right, lists are separated by spaces, NULL is nothing", () => {
    expect(lines([[ROW, { image_id: null, size_bytes: 2n ** 40n, absent: [] }]], 120)).toEqual([
      "image_id                             | name  |    size_bytes | class   | absent",
      "------------------------------------ | ----- | ------------- | ------- | ------------",
      "9a2f3b1c-0000-4000-8000-000000000001 | web-1 |            12 | partial | image_type x",
      "                                     |       | 1099511627776 |         |",
    ]);
  });

  test("gives up blanks, then headers, then text, and keeps ids and numbers whole", () => {
    const wide = { ...ROW, name: "a rather long name of an image", size_bytes: 1234567890123 };
    expect(lines([[wide]], 80)).toEqual([
      "image_id                            |name      |   size_bytes|class  |absent",
      "------------------------------------|----------|-------------|-------|----------",
      "9a2f3b1c-0000-4000-8000-000000000001|a rather …|1234567890123|partial|image_typ…",
    ]);
  });

  test("the first page settles the widths", () => {
    const later = { ...ROW, name: "日本語の名前", absent: [] };
    const printed = lines([[ROW], [later]], 120);
    expect(printed[3]).toContain("| 日本… |");
    // Two characters of the last line take two columns each.
    expect(printed.map((line) => line.lastIndexOf("|"))).toEqual([68, 68, 68, 66]);
  });

  test("a later page of shorter cells stays in line", () => {
    const printed = lines([[ROW], [{ image_id: "x", name: "", absent: ["y"] }]], 120);
    expect(printed.map((line) => line.lastIndexOf("|"))).toEqual([68, 68, 68, 68]);
  });

  test("times and booleans stay whole where the first page had none", () => {
    const columns = columnsOf({ at: "time", is: "boolean", name: "text" });
    const later = { at: "2026-01-02T03:04:05Z", is: false, name: "x" };
    expect(lines([[{ name: "y" }], [later]], 80, columns)[3]).toBe("2026-01-02T03:04:05Z | false | x");
  });

  test("an empty report is a header", () => {
    const printed = lines([[], []], 100);
    expect(printed).toHaveLength(2);
    expect(printed[0]?.split(/ *\| */)).toEqual(COLUMNS.map(({ name }) => name));
    expect(printed[1]).toMatch(/^[-| ]+$/);
  });

  test("the header is printed once, however many pages there are", () => {
    expect(lines([[ROW], [], [ROW, ROW]], 100).filter((line) => line.includes("image_id"))).toHaveLength(1);
  });

  test("ids are whole as long as the terminal holds one", () => {
    for (const width of [36, 37, 50, 80]) {
      expect(lines([[ROW]], width)[2]?.slice(0, 35)).toBe(ID.slice(0, 35));
    }
    expect(lines([[ROW]], 42)[2]).toContain(ID);
    expect(lines([[ROW]], 20)[2]).toBe(`${ID.slice(0, 19)}…`);
  });

  test("no line is wider than the terminal, and every row is one line", () => {
    const cjk = fc.constantFrom(
      "日本語",
      "ﾊﾝｶｸ",
      "한국어",
      "e\u0301\u0323",
      "👍",
      "🇩🇪",
      "नमस्ते",
      "x",
      "=",
      "ＡＢ",
      "\x1b[1m",
    );
    const name = fc.array(cjk, { maxLength: 12 }).map((pieces) => pieces.join(""));
    const row = fc.record({
      image_id: fc.constantFrom(ID, null),
      name,
      size_bytes: fc.bigInt({ min: 0n, max: 2n ** 63n }),
      class: fc.constantFrom("full", "partial"),
      absent: fc.array(name, { maxLength: 3 }),
    });
    const pages = fc.array(fc.array(row, { maxLength: 4 }), { maxLength: 3 });
    fc.assert(
      fc.property(
        pages,
        fc.integer({ min: 1, max: 160 }),
        fc.shuffledSubarray(COLUMNS, { minLength: 1 }),
        (p, width, columns) => {
          const printed = lines(p, width, columns);
          expect(printed).toHaveLength(p.flat().length + 2);
          expect(printed.filter((line) => terminalColumns(line) > width)).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("nothing in a name reaches the terminal but what can be seen", () => {
    fc.assert(
      fc.property(
        hostilePages(COLUMNS.map((column) => column.name)),
        fc.integer({ min: 1, max: 120 }),
        (pages, width) => {
          const printed = lines(pages, width);
          expect(printed).toHaveLength(pages.flat().length + 2);
          expect(printed.join("")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        },
      ),
    );
  });

  test("colour adds nothing but colour", () => {
    for (const width of [30, 80, 120]) {
      const plain = print(table(optionsFor(COLUMNS, { width })), [[ROW]]);
      const coloured = print(table(optionsFor(COLUMNS, { width, colour: true })), [[ROW]]);
      expect(stripVTControlCharacters(coloured)).toBe(plain);
      expect(plain).not.toContain("\x1b");
    }
    const coloured = print(table(optionsFor(COLUMNS, { width: 120, colour: true })), [[ROW]]);
    expect(coloured).toContain("\x1b[33mpartial\x1b[39m");
  });

  test("without a terminal there may be no limit", () => {
    const name = "x".repeat(5000);
    expect(lines([[{ ...ROW, name }]], Number.POSITIVE_INFINITY)[2]).toContain(name);
  });
});
