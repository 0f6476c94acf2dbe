import { describe, expect, test } from "vitest";
import { humanBytes } from "../../src/report/human-bytes.ts";
import { totalsLine } from "../../src/report/totals-line.ts";
import { AUDIT } from "./samples.ts";

const CLASSES = { full: 6, partial: 11, missing: 2 };

describe("totalsLine", () => {
  test("says what was scanned and how much it takes", () => {
    expect(totalsLine({ scanned: 19, ...CLASSES, size_bytes: 1288490189 }, AUDIT)).toBe(
      "scanned 19 images (full 6, partial 11, missing 2), 1.2 GiB",
    );
    expect(totalsLine({ scanned: 1 }, AUDIT)).toBe("scanned 1 image");
  });

  test("says how many rows were printed only if that is not all", () => {
    expect(totalsLine({ scanned: 19, printed: 19 }, AUDIT)).toBe("scanned 19 images");
    expect(totalsLine({ scanned: 19, printed: 5n }, AUDIT)).toBe("scanned 19 images, printed 5");
  });

  test("names the figures of other commands", () => {
    const totals = { scanned: 3, undetermined: 2, proven_bytes: 1024, too_young: 0 };
    expect(totalsLine(totals, AUDIT)).toBe("scanned 3 images, undetermined 2, proven 1.0 KiB, too young 0");
    expect(totalsLine({ partial: 4, error: 1 }, AUDIT)).toBe("partial 4, error 1");
  });

  test("has a line for each thing that limits what the figures say", () => {
    const audit = {
      ...AUDIT,
      truncated: true,
      presumes: ["no other nova"],
      complete: false,
      reason: "cell1:\nrefused\x1b[2J",
    };
    expect(totalsLine({}, audit).split("\n")).toEqual([
      "cut by --limit: there are more rows",
      "presumed: no other nova",
      String.raw`NOT COMPLETE: cell1:\nrefused\x1b[2J`,
    ]);
  });
});

describe("humanBytes", () => {
  test.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KiB"],
    [1536n, "1.5 KiB"],
    [1024 ** 2 - 1, "1.0 MiB"],
    [1024 ** 3 - 1024 ** 2, "1023.0 MiB"],
    [2n ** 63n, "8.0 EiB"],
    [2n ** 74n, "16384.0 EiB"],
  ])("%s bytes are %s", (bytes, text) => {
    expect(humanBytes(bytes)).toBe(text);
  });
});
