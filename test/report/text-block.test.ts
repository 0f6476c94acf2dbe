import { stripVTControlCharacters } from "node:util";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { displayWidth } from "../../src/report/fit.ts";
import { flow, labelled, sideBySide } from "../../src/report/text-block.ts";

const PLAIN = { width: 30, colour: false };

test("text goes on in the column in which it began", () => {
  expect(labelled("cause", "removed: somebody took it away", PLAIN)).toEqual([
    "  cause        removed:",
    "               somebody took",
    "               it away",
  ]);
});

test("a word that no line holds is cut, and so is a label", () => {
  expect(labelled("a very long label", "c0c41c8bab4b75afbc597072dffc61ac", PLAIN)).toEqual([
    "  a very long… c0c41c8bab4b75…",
  ]);
});

test("items stay whole as long as a line holds them", () => {
  expect(flow("tags", ["lb=yes", "x=1", "a-long-one=123"], PLAIN)).toEqual([
    "  tags         lb=yes  x=1",
    "               a-long-one=123",
  ]);
  expect(flow("tags", ["abcdefghij"], PLAIN, 5)).toEqual(["  tags         abcd…"]);
});

test("colour is of the first word alone, and adds nothing but colour", () => {
  const coloured = labelled("broken", "yes: gone", { ...PLAIN, colour: true }, "red");
  expect(coloured).toEqual(["  broken       \u001b[31myes:\u001b[39m gone"]);
  expect(coloured.map(stripVTControlCharacters)).toEqual(labelled("broken", "yes: gone", PLAIN, "red"));
});

test("no line is wider than it may be, and nothing that fits is lost", () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }), { maxLength: 12 });
  fc.assert(
    fc.property(words, fc.integer({ min: 12, max: 60 }), (items, width) => {
      const lines = sideBySide(items, "  ", width);
      expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
      const fits = items.every((item) => displayWidth(item) <= width);
      expect(fits ? lines.join("  ") : "").toBe(fits ? items.join("  ") : "");
    }),
  );
});
