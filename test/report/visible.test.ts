import { describe, expect, test } from "vitest";
import { escapeControls, makeVisible } from "../../src/report/visible.ts";

describe("makeVisible", () => {
  test.each([
    ["\x1b]0;title\x07", String.raw`\x1b]0;title\x07`],
    ["a\u202egpj.exe", String.raw`a\u{202e}gpj.exe`],
    ["snap\u200bshot", String.raw`snap\u{200b}shot`],
    ["a\u00adb", String.raw`a\xadb`],
    ["\ufeffa", String.raw`\u{feff}a`],
    ["\u3164", String.raw`\u{3164}`],
    ["\u{e0041}", String.raw`\u{e0041}`],
    ["\ud800x", String.raw`\u{d800}x`],
    ["👨\u200d👩", String.raw`👨\u{200d}👩`],
    ["a\nb", String.raw`a\nb`],
  ])("%j is seen as %s", (text, seen) => {
    expect(makeVisible(text)).toBe(seen);
  });

  test.each(["plain", "ünïcödé", "e\u0301", "日本語", "❤\ufe0f", "👍🏽", "क्षि", String.raw`C:\new`])(
    "%s stays as it is",
    (text) => {
      expect(makeVisible(text)).toBe(text);
    },
  );
});

describe("escapeControls", () => {
  test("leaves invisible text that neither ends a line nor steers a terminal", () => {
    expect(escapeControls("a\u200b\u00adb\ufeff")).toBe("a\u200b\u00adb\ufeff");
    expect(escapeControls("a\u2066\u2029\0")).toBe(String.raw`a\u{2066}\u{2029}\x00`);
  });
});
