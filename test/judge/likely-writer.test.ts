import { expect, test } from "vitest";
import { likelyWriter } from "../../src/judge/likely-writer.ts";

const CREATED = "2026-01-02 03:04:05";
const action = (startedAt: string) => ({ startedAt });

test.each([
  ["nothing", [], undefined],
  ["one a second before", ["2026-01-02 03:04:04"], "2026-01-02 03:04:04"],
  ["one a minute before", ["2026-01-02 03:03:05"], "2026-01-02 03:03:05"],
  ["one longer before", ["2026-01-02 03:03:04"], undefined],
  ["one by a clock that is ahead", ["2026-01-02 03:04:15.000000"], "2026-01-02 03:04:15.000000"],
  ["one that came later", ["2026-01-02 03:04:16"], undefined],
  [
    "the nearest of several",
    ["2026-01-02 03:03:30", "2026-01-02 03:04:02", "2026-01-02 03:04:09"],
    "2026-01-02 03:04:02",
  ],
])("of %s", (_, started, expected) => {
  expect(likelyWriter(started.map(action), CREATED)?.startedAt).toBe(expected);
});
