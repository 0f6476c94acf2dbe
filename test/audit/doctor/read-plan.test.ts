import { describe, expect, test } from "vitest";
import { readPlan } from "../../../src/audit/doctor/read-plan.ts";

const LARGE = 2_000_000;
const same = (alias: string): string => alias;

function plan(row: Readonly<Record<string, unknown>>, wholeTable = false) {
  const base = {
    table: "images",
    type: "range",
    possible_keys: "PRIMARY",
    key: "PRIMARY",
    rows: 10,
    Extra: "",
  };
  return readPlan("mysql", [{ ...base, ...row }], same, wholeTable)[0];
}

describe("what is wrong with a plan", () => {
  test.each([
    ["a range of the key", {}, null],
    ["no index at all, however small the table", { type: "ALL", possible_keys: null, key: null }, "no-index"],
    ["a scan of a small table that has an index", { type: "ALL", key: null }, null],
    ["a scan of a large one", { type: "ALL", key: null, rows: LARGE }, "index-unused"],
    ["a whole index of a large one", { type: "index", rows: LARGE }, "index-unused"],
    ["the order of the key up to a limit", { type: "index", rows: 500 }, null],
    ["an index that keeps most rows", { type: "ref", rows: LARGE }, "broad-index"],
    ["an index that keeps few", { type: "ref", rows: 300 }, null],
    ["many rows sorted", { rows: LARGE, Extra: "Using where; Using filesort" }, "sorted"],
    ["few rows sorted", { Extra: "Using temporary; Using filesort" }, null],
    ["MariaDB's filter", { rows: "1 (73%)" }, null],
    ["numbers as text", { rows: String(LARGE), type: "ALL" }, "index-unused"],
  ])("%s", (_, row, trouble) => {
    expect(plan(row)?.trouble).toBe(trouble);
  });

  test("nothing, where passing the whole table is the purpose", () => {
    expect(plan({ type: "ALL", possible_keys: null, key: null, rows: LARGE }, true)?.trouble).toBeNull();
  });
});

test("a question that an index answers has no steps, and neither has the result of a union", () => {
  const rows = [
    { table: null, Extra: "Select tables optimized away" },
    { table: "<union1,2>", type: "ALL", possible_keys: null, rows: null },
  ];
  expect(readPlan("mysql", rows, same, false)).toEqual([]);
});

test("steps name the table, not its alias", () => {
  const steps = readPlan(
    "sqlite",
    [{ detail: "SEARCH p USING INTEGER PRIMARY KEY (rowid>?)" }],
    () => "image_properties",
    false,
  );
  expect(steps).toEqual([
    {
      table: "image_properties",
      access: "search",
      index: "PRIMARY",
      rows: null,
      extra: "INTEGER PRIMARY KEY (rowid>?)",
      trouble: null,
    },
  ]);
});

test.each([
  ["SCAN images", "scan", null],
  ["SCAN TABLE images", "scan", null],
  ["SEARCH images USING COVERING INDEX by_owner (owner=?)", "search", "by_owner"],
  ["SEARCH i USING INDEX sqlite_autoindex_images_1 (id=?)", "search", "sqlite_autoindex_images_1"],
])("SQLite's %s", (detail, access, index) => {
  expect(readPlan("sqlite", [{ detail }], same, false)).toMatchObject([{ access, index, trouble: null }]);
});

test.each(["SEARCH image_properties", "USE TEMP B-TREE FOR ORDER BY", "COMPOUND QUERY"])(
  "SQLite's %s is no step",
  (detail) => {
    expect(readPlan("sqlite", [{ detail }], same, false)).toEqual([]);
  },
);
