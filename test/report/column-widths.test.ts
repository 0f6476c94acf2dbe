import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnWidths } from "../../src/report/column-widths.ts";
import type { ColumnShape } from "../../src/report/column-widths.ts";

const ID: ColumnShape = { header: 8, content: 36, kind: "id" };
const OWNER: ColumnShape = { header: 5, content: 32, kind: "id" };
const NAME: ColumnShape = { header: 4, content: 30, kind: "text" };
const STATE: ColumnShape = { header: 14, content: 7, kind: "text" };
const VERDICT: ColumnShape = { header: 7, content: 11, kind: "word" };
const SIZE: ColumnShape = { header: 10, content: 12, kind: "figure" };

const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0);

describe("columnWidths", () => {
  test("with room enough every column has what it needs", () => {
    expect(columnWidths([ID, NAME, STATE, SIZE], 200)).toEqual([36, 30, 14, 12]);
  });

  test("long headers give way before any text does", () => {
    expect(columnWidths([ID, NAME, STATE], 36 + 30 + 7)).toEqual([36, 30, 7]);
  });

  test("text gives way before ids do, and both before either is hard to read", () => {
    expect(columnWidths([ID, NAME, OWNER], 36 + 20 + 32)).toEqual([36, 20, 32]);
    expect(columnWidths([ID, NAME, OWNER], 36 + 16 + 20)).toEqual([36, 16, 20]);
    expect(columnWidths([ID, NAME, OWNER], 36 + 12 + 12)).toEqual([36, 12, 12]);
    expect(columnWidths([ID, NAME, OWNER], 36 + 8 + 8)).toEqual([36, 8, 8]);
  });

  test("words give way last", () => {
    expect(columnWidths([ID, VERDICT, NAME, OWNER], 36 + 11 + 8 + 8)).toEqual([36, 11, 8, 8]);
    expect(columnWidths([ID, VERDICT, NAME, OWNER], 36 + 10 + 8 + 8)).toEqual([36, 10, 8, 8]);
  });

  test("the first id and figures never give way, so the table may be too wide", () => {
    expect(columnWidths([ID, OWNER, NAME, SIZE], 40)).toEqual([36, 8, 8, 12]);
  });

  test("if scraps of text make the table fit, it fits", () => {
    expect(columnWidths([ID, OWNER, NAME, STATE], 36 + 15)).toEqual([36, 5, 5, 5]);
  });

  test("takes as much as there is, if it takes less than it needs", () => {
    const shape = fc.record({
      header: fc.integer({ min: 1, max: 20 }),
      content: fc.integer({ min: 0, max: 60 }),
      kind: fc.constantFrom("text" as const, "id" as const, "word" as const, "figure" as const),
    });
    fc.assert(
      fc.property(
        fc.array(shape, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 300 }),
        (shapes, room) => {
          const natural = columnWidths(shapes, Infinity);
          const widths = columnWidths(shapes, room);
          expect(widths.every((width, index) => width >= 2 && width <= (natural[index] ?? 0))).toBe(true);
          expect(total(widths)).toBeGreaterThanOrEqual(Math.min(total(natural), room));
          for (const [index, { kind, content }] of shapes.entries()) {
            expect(kind !== "figure" || (widths[index] ?? 0) >= content).toBe(true);
          }
        },
      ),
    );
  });
});
