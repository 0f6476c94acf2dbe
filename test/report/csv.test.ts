import { stringify } from "csv-stringify/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cell, Row } from "../../src/audit/row.ts";
import { csv } from "../../src/report/csv.ts";
import type { FormatOptions } from "../../src/report/formatter.ts";
import { parseCsv } from "./parse-csv.ts";
import { columnsOf, hostilePages, optionsFor, print, textOf } from "./samples.ts";

const NAMES = ["image_id", "name", "size_bytes", "absent"];
const COLUMNS = columnsOf({ image_id: "text", name: "text", size_bytes: "integer", absent: "list" });

/** The one line that a row of the column `name` prints. */
function field(cell: Cell, others: Partial<FormatOptions> = {}): string {
  const printed = textOf(csv(optionsFor(columnsOf({ name: "text" }), others)).rows([{ name: cell }]));
  expect(printed.endsWith("\r\n")).toBe(true);
  return printed.slice(0, -2);
}

function listAsText(cell: Cell): Cell {
  return Array.isArray(cell) ? cell.join(" ") : cell;
}

/** The same report from csv-stringify alone, in one piece. */
function byLibrary(pages: readonly Row[][], options: FormatOptions): string {
  const { nullValue } = options;
  const marker = nullValue.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return stringify(
    pages.flat().map((row) => options.columns.map(({ name }) => listAsText(row[name] ?? null))),
    {
      header: true,
      columns: options.columns.map(({ name }) => name),
      bom: options.bom,
      delimiter: options.delimiter,
      record_delimiter: "windows",
      quote_record_delimiter: true,
      quoted_match: [/^$/, new RegExp(`^${marker}$`)],
      escape_formulas: options.escapeFormulas,
      cast: {
        boolean: (value) => (value ? "true" : "false"),
        ...(nullValue === ""
          ? {}
          : { null: () => ({ value: nullValue, escape_formulas: false, quoted_match: null }) }),
      },
    },
  );
}

const anyOptions = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|", "]", "-", "0"),
  nullValue: fc.constantFrom("", "NULL", "\\N", "-", "=1", "a,b", "a;b", "\t", 'say "x"', "x\r\ny", "＠"),
  bom: fc.boolean(),
  escapeFormulas: fc.boolean(),
});

describe("csv", () => {
  test("NULL is an empty field, empty text and an empty list are quoted", () => {
    const printed = print(csv(optionsFor(COLUMNS)), [
      [
        { image_id: "a", name: null, size_bytes: 12, absent: [] },
        { image_id: "b", name: "", size_bytes: null, absent: ["image_type", "base_image_ref"] },
      ],
    ]);
    expect(printed).toBe(
      'image_id,name,size_bytes,absent\r\na,,12,""\r\nb,"",,image_type base_image_ref\r\n',
    );
  });

  test("a column that the row lacks is NULL, and a key that is no column is not printed", () => {
    expect(textOf(csv(optionsFor(COLUMNS)).rows([{ name: "x", secret: "y" }]))).toBe(",x,,\r\n");
  });

  test("rows of one page need not be alike", () => {
    const rows: Row[] = [
      { image_id: "a", name: "x", size_bytes: 1, absent: null },
      { name: "y", image_id: "b", size_bytes: 2, absent: null },
      { image_id: "c", name: "z" },
      { image_id: "d", name: "w", size_bytes: 4, absent: null, secret: "s" },
    ];
    expect(textOf(csv(optionsFor(COLUMNS)).rows(rows))).toBe("a,x,1,\r\nb,y,2,\r\nc,z,,\r\nd,w,4,\r\n");
  });

  test("booleans are words, integers are digits however long", () => {
    expect([true, false, 0, -5, 2n ** 64n, -(2n ** 64n)].map((cell) => field(cell))).toEqual([
      "true",
      "false",
      "0",
      "-5",
      "18446744073709551616",
      "-18446744073709551616",
    ]);
  });

  test.each(["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])(
    "text that starts with %j cannot be run as a formula",
    (start) => {
      expect(field(`${start}1`)).toBe(`'${start}1`);
      expect(field(`${start}1`, { escapeFormulas: false })).toBe(`${start}1`);
      expect(field(`x${start}1`)).toBe(`x${start}1`);
    },
  );

  test("a leading CR is guarded within its quotes", () => {
    expect(field("\rx")).toBe(`"'\rx"`);
  });

  test("a list whose text starts like a formula is guarded too", () => {
    expect(field(["=1", "b"])).toBe("'=1 b");
  });

  test("quotes are there only where they are needed", () => {
    expect([`a"b`, "a,b", "a\nb", "a\rb", " a ", "a;b"].map((cell) => field(cell))).toEqual([
      '"a""b"',
      '"a,b"',
      '"a\nb"',
      '"a\rb"',
      " a ",
      "a;b",
    ]);
    expect(field("a;b", { delimiter: ";" })).toBe('"a;b"');
  });

  test("the marker of NULL is neither guarded nor confused with the same text", () => {
    expect(field(null, { nullValue: "-" })).toBe("-");
    expect(field("-", { nullValue: "-" })).toBe(`"'-"`);
    expect(field("NULL", { nullValue: "NULL" })).toBe('"NULL"');
    expect(field(null, { nullValue: "a,b" })).toBe('"a,b"');
    expect(field("", { nullValue: "NULL" })).toBe('""');
  });

  test("without rows there is still a header, after the BOM if one is asked for", () => {
    expect(print(csv(optionsFor(COLUMNS, { bom: true, delimiter: ";" })), [])).toBe(
      "\uFEFFimage_id;name;size_bytes;absent\r\n",
    );
  });

  test("every byte is as csv-stringify alone would write it", () => {
    fc.assert(
      fc.property(hostilePages(NAMES), anyOptions, (pages, others) => {
        const options = optionsFor(COLUMNS, others);
        expect(print(csv(options), pages)).toBe(byLibrary(pages, options).toWellFormed());
      }),
      { numRuns: 3000 },
    );
  });

  test("whatever the text, a reader gets it back, NULL apart from empty", () => {
    fc.assert(
      fc.property(hostilePages(NAMES), fc.constantFrom(",", ";", "\t"), (pages, delimiter) => {
        const options = optionsFor(COLUMNS, { delimiter, escapeFormulas: false });
        const [header, ...records] = parseCsv(print(csv(options), pages), delimiter);
        expect(header?.map(({ text }) => text)).toEqual(NAMES);
        const read = records.map((record) => record.map((f) => (f.text === "" && !f.quoted ? null : f.text)));
        const given = pages.flat().map((row) => NAMES.map((name) => cellAsText(row[name] ?? null)));
        expect(read).toEqual(given);
      }),
      { numRuns: 2000 },
    );
  });

  test("no text field starts a formula", () => {
    fc.assert(
      fc.property(hostilePages(["name"]), (pages) => {
        const texts = pages.map((page) => page.filter(({ name }) => typeof name === "string"));
        const printed = textOf(csv(optionsFor(columnsOf({ name: "text" }))).rows(texts.flat()));
        expect(parseCsv(printed).filter(([first]) => /^[=+\-@\t\r＝＋－＠]/.test(first?.text ?? ""))).toEqual(
          [],
        );
      }),
      { numRuns: 1000 },
    );
  });
});

function cellAsText(cell: Cell): string | null {
  // Half a surrogate pair has no bytes in UTF-8: whoever writes it writes U+FFFD.
  return cell === null ? null : String(listAsText(cell)).toWellFormed();
}
