import { expect, test } from "vitest";
import { manifest } from "../../src/report/manifest.ts";
import { AUDIT, END } from "./samples.ts";

test("a manifest says which bytes it vouches for and how they came about", () => {
  const text = manifest({ file: "a.csv", sha256: "00ff", rows: 3, totals: END.totals }, AUDIT);
  expect(text.endsWith("}\n")).toBe(true);
  expect(text).toContain('"size_bytes": 9223372036854775808');
  expect(JSON.parse(text)).toMatchObject({ file: "a.csv", sha256: "00ff", rows: 3, audit: AUDIT });
});
