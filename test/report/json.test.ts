import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Row } from "../../src/audit/row.ts";
import { json } from "../../src/report/json.ts";
import { ndjson } from "../../src/report/ndjson.ts";
import { AUDIT, columnsOf, END, hostilePages, optionsFor, print } from "./samples.ts";

const COLUMNS = columnsOf({ name: "text", size_bytes: "integer", expected: "boolean", absent: "list" });
const OPTIONS = optionsFor(COLUMNS);
const ROW: Row = { absent: ["image_type"], name: 'a "b"\n', size_bytes: 5, expected: null };

/** What JSON can say: beyond 2^53 a reader rounds, so compare what it reads. */
function asRead(row: Row): unknown {
  return Object.fromEntries(
    COLUMNS.map(({ name }) => {
      const cell = row[name] ?? null;
      return [name, typeof cell === "bigint" ? Number(cell) : cell];
    }),
  );
}

describe("json", () => {
  test("is one document with rows, totals and audit, in this order", () => {
    const read = JSON.parse(print(json(OPTIONS), [[ROW], [ROW, ROW]]));
    expect(Object.keys(read)).toEqual(["rows", "totals", "audit"]);
    expect(read.rows).toEqual([ROW, ROW, ROW]);
    expect(read.totals.full).toBe(1);
    expect(read.audit).toEqual(AUDIT);
  });

  test("each row stands on one line, its keys in the order of the columns", () => {
    const lines = print(json(OPTIONS), [[ROW]]).split("\n");
    expect(lines[1]).toBe(
      String.raw`{"name":"a \"b\"\n","size_bytes":5,"expected":null,"absent":["image_type"]}`,
    );
  });

  test.each([[[]], [[[]]], [[[], [ROW], []]]])("is closed after the pages %j", (pages: Row[][]) => {
    expect(JSON.parse(print(json(OPTIONS), pages)).rows).toHaveLength(pages.flat().length);
  });

  test("integers are digits, however long", () => {
    const printed = print(json(OPTIONS), [[{ size_bytes: 2n ** 64n }]]);
    expect(printed).toContain('"size_bytes":18446744073709551616,');
    expect(printed).toContain(`"size_bytes":${END.totals["size_bytes"]}}`);
  });

  test("an audit that broke off says so in a document that can still be read", () => {
    const end = { totals: {}, audit: { ...AUDIT, complete: false, reason: "lost\nconnection" } };
    expect(JSON.parse(print(json(OPTIONS), [[ROW]], end)).audit).toMatchObject({
      complete: false,
      reason: "lost\nconnection",
    });
  });

  test("hostile text comes back", () => {
    fc.assert(
      fc.property(hostilePages(COLUMNS.map(({ name }) => name)), (pages) => {
        expect(JSON.parse(print(json(OPTIONS), pages)).rows).toEqual(pages.flat().map(asRead));
      }),
    );
  });
});

describe("ndjson", () => {
  test("prints one row per line and nothing else", () => {
    fc.assert(
      fc.property(hostilePages(COLUMNS.map(({ name }) => name)), (pages) => {
        const lines = print(ndjson(OPTIONS), pages).split("\n");
        expect(lines.pop()).toBe("");
        expect(lines.map((line) => JSON.parse(line))).toEqual(pages.flat().map(asRead));
      }),
    );
  });

  test("without rows it prints nothing", () => {
    expect(print(ndjson(OPTIONS), [[]])).toBe("");
  });
});
