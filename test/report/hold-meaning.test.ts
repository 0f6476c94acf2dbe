import { expect, test } from "vitest";
import { COUNTED_NEEDS, holdsOf } from "../../src/judge/holds.ts";
import { holdMeaning } from "../../src/report/hold-meaning.ts";

test("every hold has a meaning of its own", () => {
  const needs = {
    count: () => 1,
    shelved: ["0b0a6d3e-1111-4222-8333-444455556666"],
    shelving: ["0b0a6d3e-1111-4222-8333-444455556666"],
    requested: 1,
    task: true,
    importing: true,
    protected: true,
    inRotation: true,
  };
  const holds = new Set(
    ["shared", "public", "community"].flatMap((visibility) =>
      holdsOf({ status: "active", visibility }, needs),
    ),
  );
  const meanings = [...holds].map(holdMeaning);
  expect(holds.size).toBe(COUNTED_NEEDS.length + 9);
  expect(new Set(meanings).size).toBe(holds.size);
  expect(meanings).not.toContain(holdMeaning("something else"));
});
