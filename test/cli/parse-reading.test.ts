import { expect, test } from "vitest";
import { readingOptions } from "../../src/cli/options/reading.ts";
import { parseReading, type ReadingArguments } from "../../src/cli/parse-reading.ts";
import { Problems } from "../../src/cli/problems.ts";

const DEFAULTS = Object.fromEntries(
  Object.entries(readingOptions).map(([name, option]) => [
    name,
    "default" in option ? option.default : undefined,
  ]),
) as unknown as ReadingArguments;

/** What was understood, and the first words of what was not. */
function parse(changed: Partial<ReadingArguments>) {
  const problems = new Problems();
  const reading = parseReading({ ...DEFAULTS, ...changed }, problems);
  let told = "";
  try {
    problems.throwIfAny();
  } catch (error) {
    told = (error as Error).message;
  }
  return { ...reading, told };
}

test("nothing is waited for unless it is asked, but no read view grows old", () => {
  expect(parse({})).toMatchObject({
    kindness: { maxLoad: [], maxLagSeconds: undefined, pauseFile: undefined, maxViewAgeMs: 600_000 },
    runTimeMs: undefined,
    showSql: false,
    told: "",
  });
});

test.each([
  [["Threads_running=25"], [["Threads_running", 25]]],
  [
    ["Threads_running:25,Threads_connected=500"],
    [
      ["Threads_running", 25],
      ["Threads_connected", 500],
    ],
  ],
  [
    ["threads_running=0", " wsrep_flow_control_paused=0.25 "],
    [
      ["threads_running", 0],
      ["wsrep_flow_control_paused", 0.25],
    ],
  ],
])("--max-load %j", (given, limits) => {
  const { kindness, told } = parse({ "max-load": given });
  expect(told).toBe("");
  expect(kindness.maxLoad?.map(({ variable, atMost }) => [variable, atMost])).toEqual(limits);
});

test.each(["", ",", "Threads_running", "Threads_running=", "=25", "a'b=1", "Threads_running>25", "x=1e9"])(
  "--max-load does not take %j",
  (text) => {
    expect(parse({ "max-load": [text] }).told).toMatch(/^--max-load takes status variables/);
  },
);

test.each([
  ["0", 0, ""],
  ["30", 30, ""],
  ["30s", 30, ""],
  ["1m", Number.NaN, "--max-lag takes"],
  ["-1", Number.NaN, "--max-lag takes"],
  ["", Number.NaN, "--max-lag takes"],
])("--max-lag %j", (text, seconds, told) => {
  const parsed = parse({ "max-lag": text });
  expect(parsed.kindness.maxLagSeconds).toBe(seconds);
  expect(parsed.told.slice(0, 15)).toBe(told);
});

test.each([
  ["0", undefined, ""],
  ["90s", 90_000, ""],
  ["21d", 1_814_400_000, ""],
  ["22d", 1_900_800_000, "--max-view-age takes"],
  ["600", undefined, "--max-view-age takes"],
])("--max-view-age %j", (text, ms, told) => {
  const parsed = parse({ "max-view-age": text });
  expect(parsed.kindness.maxViewAgeMs).toBe(ms);
  expect(parsed.told.slice(0, 20)).toBe(told);
});

test.each([
  ["90s", 90_000, ""],
  ["2h", 7_200_000, ""],
  ["0", 0, "--run-time takes"],
  ["30d", 2_592_000_000, "--run-time takes"],
])("--run-time %j", (text, ms, told) => {
  const parsed = parse({ "run-time": text });
  expect(parsed.runTimeMs).toBe(ms);
  expect(parsed.told.slice(0, 16)).toBe(told);
});
