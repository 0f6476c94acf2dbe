import { expect, test } from "vitest";
import { lossOf } from "../../src/judge/volume-storage.ts";

test.each([
  ["available", false, undefined],
  ["creating", false, undefined],
  ["backing-up", false, undefined],
  [null, false, undefined],
  ["error", false, "error"],
  ["error_deleting", false, "error"],
  ["deleting", false, "deleted"],
  ["deleted", true, "deleted"],
  // cinder marks the row; what the status says then does not matter.
  ["available", true, "deleted"],
] as const)("a snapshot of status %s, deleted: %s", (status, deleted, loss) => {
  expect(lossOf({ status, deleted })).toBe(loss);
});

test("no snapshot at all", () => {
  expect(lossOf(undefined)).toBe("missing");
});
