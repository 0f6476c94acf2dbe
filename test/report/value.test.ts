import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { value } from "../../src/report/value.ts";
import { columnsOf, hostilePages, optionsFor, print } from "./samples.ts";

const NAMES = ["name", "size_bytes", "absent"];
const COLUMNS = columnsOf({ name: "text", size_bytes: "integer", absent: "list" });

describe("value", () => {
  test("cells are separated by one space, rows by line ends, and there is no header", () => {
    const rows = [
      { name: "a b", size_bytes: 2n ** 64n, absent: ["x", "y"] },
      { name: true, size_bytes: null, absent: [] },
    ];
    expect(print(value(optionsFor(COLUMNS)), [rows])).toBe("a b 18446744073709551616 x y\ntrue  \n");
    expect(print(value(optionsFor(COLUMNS, { nullValue: "None" })), [rows]).split("\n")[1]).toBe(
      "true None ",
    );
  });

  test("line ends and what steers a terminal are written as escapes, other text stays", () => {
    const row = { name: "a\r\nb\tc\x1b[2J\x85\u202e\u200d日", size_bytes: 1, absent: [] };
    expect(value(optionsFor(COLUMNS)).rows([row])).toBe(
      `${String.raw`a\r\nb\tc\x1b[2J\x85\u{202e}`}\u200d日 1 \n`,
    );
  });

  test("one row is one line, whatever it holds", () => {
    fc.assert(
      fc.property(hostilePages(NAMES), (pages) => {
        const lines = print(value(optionsFor(COLUMNS)), pages).split(/\r\n|[\n\r\v\f\x85\u2028\u2029]/);
        expect(lines).toHaveLength(pages.flat().length + 1);
        expect(lines.join("")).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
