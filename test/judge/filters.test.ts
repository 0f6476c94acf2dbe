import { expect, test } from "vitest";
import { matchesImage, matchesVerdict, NO_FILTERS, type ImageFilters } from "../../src/judge/filters.ts";
import type { ImageFacts } from "../../src/judge/image-facts.ts";
import {
  factsOf,
  judge,
  only,
  properties,
  rawImage,
  removing,
  SERVER,
  UUID,
  type RawImage,
} from "./raw-image.ts";

const IMAGE: ImageFacts = { ...factsOf(rawImage()), createdAt: "2026-03-04 05:06:07" };
const passes = (filters: Partial<ImageFilters>, image: Partial<ImageFacts> = {}): boolean =>
  matchesImage({ ...IMAGE, ...image }, { ...NO_FILTERS, ...filters });
const verdictPasses = (filters: Partial<ImageFilters>, image: Partial<RawImage> = {}): boolean =>
  matchesVerdict(judge(rawImage(image)), { ...NO_FILTERS, ...filters });

test("without filters everything passes that is not deleted", () => {
  expect(passes({})).toBe(true);
  expect(passes({}, { deleted: true })).toBe(false);
  expect(verdictPasses({})).toBe(true);
});

test("deleted images: exclude, include, only", () => {
  const table = (["exclude", "include", "only"] as const).map((deleted) =>
    [false, true].map((flag) => passes({ deleted }, { deleted: flag })),
  );
  expect(table).toEqual([
    [true, false],
    [true, true],
    [false, true],
  ]);
});

test.each([
  ["statuses", "status"],
  ["visibilities", "visibility"],
  ["owners", "owner"],
] as const)("%s are compared byte for byte", (filter, column) => {
  const wanted = { [filter]: new Set(["queued", "É"]) };
  expect(passes(wanted, { [column]: "queued" })).toBe(true);
  expect(passes(wanted, { [column]: "É" })).toBe(true);
  for (const other of ["Queued", "queued ", "QUEUED", "é", "E\u0301", ""]) {
    expect(passes(wanted, { [column]: other })).toBe(false);
  }
});

test("an image without owner is nobody's, not even of an empty name", () => {
  expect(passes({ owners: new Set([""]) }, { owner: null })).toBe(false);
});

test("ids as given or in lower case", () => {
  const upper = UUID.toUpperCase();
  expect(passes({ images: new Set([UUID]) })).toBe(true);
  expect(passes({ images: new Set([upper, UUID]) }, { id: upper })).toBe(true);
  expect(passes({ images: new Set([SERVER]) })).toBe(false);
});

const at = (seconds: string): Partial<ImageFacts> => ({ createdAt: `2026-03-04 05:06:${seconds}` });

test("the first second is in, the second one is out, fractions are cut", () => {
  const from = { createdFrom: "2026-03-04 05:06:07" };
  const before = { createdBefore: "2026-03-04 05:06:07" };
  expect(["06", "06.999999", "07", "07.000001", "08"].map((text) => passes(from, at(text)))).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
  expect(["06", "06.999999", "07", "07.000000", "08"].map((text) => passes(before, at(text)))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("sizes beyond 2^53 are compared exactly; an unknown size is not large enough", () => {
  const least = { minSizeBytes: 2n ** 53n + 1n };
  expect(passes(least, { sizeBytes: 2n ** 53n })).toBe(false);
  expect(passes(least, { sizeBytes: 2n ** 53n + 1n })).toBe(true);
  expect(passes({ minSizeBytes: 1024n }, { sizeBytes: 1024 })).toBe(true);
  expect(passes({ minSizeBytes: 1025n }, { sizeBytes: 1024 })).toBe(false);
  expect(passes({ minSizeBytes: 0n }, { sizeBytes: null })).toBe(false);
});

test("class, kind and cause of the verdict; no cause passes no list of causes", () => {
  const backup = { rows: properties({ image_type: "backup" }) };
  expect(verdictPasses({ classes: new Set(["full"]) })).toBe(true);
  expect(verdictPasses({ classes: new Set(["partial", "missing"]) })).toBe(false);
  expect(verdictPasses({ kinds: new Set(["snapshot"]) })).toBe(true);
  expect(verdictPasses({ kinds: new Set(["snapshot"]) }, backup)).toBe(false);
  expect(verdictPasses({ causes: new Set(["backup"]) }, backup)).toBe(true);
  expect(verdictPasses({ causes: new Set(["backup", "driver"]) })).toBe(false);
});

test("instance and base image: the counted value, in whatever case", () => {
  const upper = { rows: properties({ instance_uuid: SERVER.toUpperCase() }) };
  expect(verdictPasses({ instances: new Set([SERVER]) }, upper)).toBe(true);
  expect(verdictPasses({ instances: new Set([UUID]) }, upper)).toBe(false);
  expect(verdictPasses({ baseImages: new Set([UUID]) })).toBe(true);
  expect(verdictPasses({ baseImages: new Set([SERVER]) })).toBe(false);
  const removed = { rows: removing(properties(), "instance_uuid", "base_image_ref") };
  expect(verdictPasses({ instances: new Set([SERVER]) }, removed)).toBe(false);
  expect(verdictPasses({ instances: new Set([SERVER]) }, { ...removed, deleted: true })).toBe(true);
  expect(verdictPasses({ baseImages: new Set([UUID]) }, removed)).toBe(false);
  expect(verdictPasses({ instances: new Set([""]) }, { rows: only({ instance_uuid: null }) })).toBe(false);
});

test("unexpected: only causes that somebody must act on", () => {
  expect(verdictPasses({ unexpected: true })).toBe(false);
  expect(verdictPasses({ unexpected: true }, { rows: properties({ image_type: "backup" }) })).toBe(false);
  expect(verdictPasses({ unexpected: true }, { rows: properties({ image_type: "golden" }) })).toBe(true);
});

test("filters are joined by and", () => {
  const both = { statuses: new Set(["active"]), owners: new Set(["1f2e"]) };
  expect(passes(both)).toBe(true);
  expect(passes(both, { status: "queued" })).toBe(false);
  expect(passes(both, { owner: "other" })).toBe(false);
});
