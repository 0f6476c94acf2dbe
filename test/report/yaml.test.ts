import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Row } from "../../src/audit/row.ts";
import { json } from "../../src/report/json.ts";
import { yaml } from "../../src/report/yaml.ts";
import { AUDIT, columnsOf, hostilePages, optionsFor, print } from "./samples.ts";

const NAMES = ["name", "created_at", "size_bytes", "absent"];
const OPTIONS = optionsFor(
  columnsOf({ name: "text", created_at: "time", size_bytes: "integer", absent: "list" }),
);

/** Text that some YAML reader takes for a boolean, a number, a time, NULL, a comment or an alias. */
const TEMPTING = [
  "yes",
  "Off",
  "1e3",
  "010",
  "0x1f",
  "1_000",
  "12:30:45",
  "2026-01-02",
  "null",
  "~",
  "",
  ".nan",
];

describe("yaml", () => {
  test("says the same as JSON", () => {
    fc.assert(
      fc.property(hostilePages(NAMES), (pages) => {
        expect(parse(print(yaml(OPTIONS), pages))).toEqual(JSON.parse(print(json(OPTIONS), pages)));
      }),
    );
  });

  test.each(["1.1", "1.2"] as const)("text stays text for a reader of YAML %s", (version) => {
    const rows: Row[] = [...TEMPTING, "2026-01-02T03:04:05Z", "=", "<<", "# x", "*a", "- x"].map((text) => ({
      name: text,
      created_at: text,
      size_bytes: 1,
      absent: [text],
    }));
    expect(parse(print(yaml(OPTIONS), [rows]), { version }).rows).toEqual(rows);
  });

  test("NULL, an empty list and booleans are not text", () => {
    const rows: Row[] = [{ name: null, created_at: true, size_bytes: 2n ** 64n, absent: [] }];
    const read = parse(print(yaml(OPTIONS), [rows]), { intAsBigInt: true });
    expect(read.rows).toEqual(rows);
  });

  test("a row gives each text one line, and no character that YAML forbids", () => {
    const text = `${"long ".repeat(60)}\n\x85\u2028\x7f\ufeff\uffffend`;
    const printed = yaml(OPTIONS).rows([{ name: text }]);
    expect(printed.trim().split("\n")).toHaveLength(NAMES.length);
    expect(printed).not.toMatch(/[\x7f-\x9f\u2028\u2029\ufeff\uffff]/);
    expect(parse(printed)[0].name).toBe(text);
  });

  test("lists that are the same object are written out each time", () => {
    const shared = ["image_type"];
    const printed = yaml(OPTIONS).rows([{ absent: shared }, { absent: shared }]);
    expect(printed).not.toMatch(/[&*]a/);
    expect(parse(printed)).toMatchObject([{ absent: shared }, { absent: shared }]);
  });

  test.each([[[]], [[[]]], [[[], []]]])("without rows, in pages %j, it is whole", (pages: Row[][]) => {
    const read = parse(print(yaml(OPTIONS), pages));
    expect(Object.keys(read)).toEqual(["rows", "totals", "audit"]);
    expect(read.rows).toEqual([]);
    expect(read.audit).toEqual(AUDIT);
  });
});
