import { expect, test } from "vitest";
import { parseFilters, parseLimit, type FilterArguments } from "../../src/cli/parse-filters.ts";
import { Problems } from "../../src/cli/problems.ts";
import { UsageError } from "../../src/errors.ts";
import { matchesImage, NO_FILTERS, type ImageFilters } from "../../src/judge/filters.ts";
import { factsOf, rawImage, SERVER, UUID } from "../judge/raw-image.ts";
import { filterArguments } from "./filter-arguments.ts";

const NOW = new Date("2026-05-06T07:08:09.500Z");

/** The filters, or the problems if there are any. */
function parse(given: Partial<FilterArguments>, now = NOW): ImageFilters | string[] {
  const problems = new Problems();
  const filters = parseFilters(filterArguments(given), now, problems);
  const found = problemsOf(problems);
  return found.length === 0 ? filters : found;
}

function problemsOf(problems: Problems): string[] {
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.message.split("\n");
    throw error;
  }
}

test("nothing given filters nothing", () => {
  expect(parse({})).toEqual(NO_FILTERS);
});

test.each<[Partial<FilterArguments>, Partial<ImageFilters>]>([
  [{ class: ["full,partial", "missing"] }, { classes: new Set(["full", "partial", "missing"]) }],
  [{ class: ["missing"] }, { classes: new Set(["missing"]) }],
  [{ kind: ["volume-snapshot", "image"] }, { kinds: new Set(["volume-snapshot", "image"]) }],
  [{ cause: ["near-miss,no-data"] }, { causes: new Set(["near-miss", "no-data"]) }],
  [{ status: ["active", "Queued,x y"] }, { statuses: new Set(["active", "Queued", "x y"]) }],
  [{ visibility: ["community,public"] }, { visibilities: new Set(["community", "public"]) }],
  [{ owner: ["1f2e", "É"] }, { owners: new Set(["1f2e", "É"]) }],
  [{ instance: [SERVER.toUpperCase()] }, { instances: new Set([SERVER]) }],
  [{ "base-image": [`${UUID},${SERVER}`] }, { baseImages: new Set([UUID, SERVER]) }],
  [{ image: ["Image-1", UUID] }, { images: new Set(["Image-1", "image-1", UUID]) }],
  [{ "created-after": "2024-05-06" }, { createdFrom: "2024-05-06 00:00:00" }],
  [{ "created-before": "2024-05-06T07:08:09Z" }, { createdBefore: "2024-05-06 07:08:09" }],
  [{ "created-after": "12h" }, { createdFrom: "2026-05-05 19:08:09" }],
  [{ "created-before": "30d" }, { createdBefore: "2026-04-06 07:08:09" }],
  [{ "min-age": "0" }, {}],
  [{ "min-age": "1h" }, { createdBefore: "2026-05-06 06:08:10" }],
  [{ "min-age": "1h", "created-before": "2h" }, { createdBefore: "2026-05-06 05:08:09" }],
  [{ "min-age": "2h", "created-before": "1h" }, { createdBefore: "2026-05-06 05:08:10" }],
  [{ "min-size": "10G" }, { minSizeBytes: 10n * 2n ** 30n }],
  [{ "min-size": "0" }, { minSizeBytes: 0n }],
  [{ deleted: "only" }, { deleted: "only" }],
  [{ unexpected: true }, { unexpected: true }],
])("%o", (given, filters) => {
  expect(parse(given)).toEqual({ ...NO_FILTERS, ...filters });
});

test("an image of exactly the least age is old enough, a second less is not", () => {
  for (const now of [new Date("2026-05-06T12:00:00.000Z"), new Date("2026-05-06T12:00:00.999Z")]) {
    const filters = parse({ "min-age": "24h" }, now) as ImageFilters;
    const passes = (createdAt: string): boolean => matchesImage(factsOf(rawImage({ createdAt })), filters);
    expect(passes("2026-05-05 12:00:00")).toBe(true);
    expect(passes("2026-05-05 12:00:00.999999")).toBe(true);
    expect(passes("2026-05-05 12:00:01")).toBe(false);
  }
});

test.each<[keyof FilterArguments, string]>([
  ["class", "Full"],
  ["class", "all"],
  ["kind", "snapshots"],
  ["cause", "none"],
  ["visibility", "hidden"],
  ["instance", "web-01"],
  ["instance", SERVER.replaceAll("-", "")],
  ["base-image", `${UUID}0`],
])("--%s %s is refused by name", (option, value) => {
  const [problem = "", ...more] = parse({ [option]: [value] }) as string[];
  expect(more).toEqual([]);
  expect(problem).toMatch(new RegExp(`^--${option} takes .*, not "${value}"\\.$`));
});

test.each<[keyof FilterArguments, string]>([
  ["created-after", "yesterday"],
  ["created-after", ""],
  ["created-before", "2024-02-30"],
  ["created-before", "99999999d"],
  ["min-age", "30"],
  ["min-age", ""],
  ["min-age", "99999999d"],
  ["min-size", "big"],
  ["min-size", ""],
])("--%s %j is refused by name", (option, value) => {
  const [problem = "", ...more] = parse({ [option]: value }) as string[];
  expect(more).toEqual([]);
  expect(problem).toMatch(new RegExp(`^--${option} takes .*, not "${value}"\\.$`));
});

test.each([
  "class",
  "kind",
  "cause",
  "status",
  "visibility",
  "owner",
  "instance",
  "base-image",
  "image",
] as const)("an empty --%s must not mean all", (option) => {
  for (const empty of [[""], [","], [" , "], []]) {
    expect(parse({ [option]: empty })).toEqual([`--${option} was given without a value.`]);
  }
});

test("--image - that brought no ids is said to have brought none", () => {
  expect(parse({ image: ["-"] })).toEqual(["--image - found no image id on standard input."]);
});

test("all problems are told at once", () => {
  expect(parse({ class: ["x"], cause: ["y"], "min-age": "z", "min-size": "?", owner: [""] })).toHaveLength(5);
});

test.each([
  [undefined, undefined],
  ["0", 0],
  ["1", 1],
  ["999999999999999", 999_999_999_999_999],
] as const)("--limit %s is %s", (text, limit) => {
  const problems = new Problems();
  expect(parseLimit(text, problems)).toBe(limit);
  expect(problemsOf(problems)).toEqual([]);
});

test.each(["", "-1", "1.5", "1e3", "0x10", "9".repeat(16), "all"])("--limit %j is none", (text) => {
  const problems = new Problems();
  expect(parseLimit(text, problems)).toBe(undefined);
  expect(problemsOf(problems)).toEqual(["--limit takes a whole number from 0."]);
});
