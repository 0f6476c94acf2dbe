import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayWidth, fit } from "../../src/report/fit.ts";

describe("fit", () => {
  test.each([
    ["abcdef", 6, "abcdef"],
    ["abcdef", 5, "abcd…"],
    ["日本語", 6, "日本語"],
    ["日本語", 5, "日本…"],
    ["日本語", 4, "日…"],
    ["日本語", 1, "…"],
    ["日本語", 0, ""],
    ["abc", 0, ""],
    ["e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"],
    ["e\u0301e\u0301e\u0301", 2, "e\u0301…"],
    ["a𠮷bc", 3, "a…"],
    ["a𠮷bc", 4, "a𠮷…"],
    ["👍🏽👍🏽", 3, "👍🏽…"],
    ["", 0, ""],
  ])("%j in %i columns is %j", (text, width, fitted) => {
    expect(fit(text, width)).toBe(fitted);
  });

  test("never exceeds the width, and leaves no character in pieces", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 0, max: 40 }), (text, width) => {
        const fitted = fit(text, width);
        expect(displayWidth(fitted)).toBeLessThanOrEqual(width);
        expect(fitted === text || fitted === "" || fitted.endsWith("…")).toBe(true);
        expect(text.startsWith(fitted.replace(/…$/, "")) || fitted === text).toBe(true);
        expect(fitted.isWellFormed()).toBe(true);
      }),
    );
  });
});
