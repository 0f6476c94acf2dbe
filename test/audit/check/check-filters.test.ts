import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_FILTERS, type ImageFilters } from "../../../src/judge/filters.ts";
import { imageKilled } from "../../../src/rules/state/image-killed.ts";
import { ENGINES } from "../../read/test-database.ts";
import { IMAGE, type Cloud } from "../../rules/cloud.ts";
import { cloudDatabases, type CloudDatabases } from "../../rules/cloud-databases.ts";

/** Only its format says that it was made by a driver that writes no image_location. */
const CLOUD: Cloud = {
  images: [
    {
      row: { status: "killed", disk_format: "vhd", visibility: "shared" },
      properties: { image_location: undefined },
    },
  ],
};

const CASES: readonly (readonly [string, Partial<ImageFilters>, boolean])[] = [
  ["the cause that its format makes", { causes: new Set(["driver"]) }, true],
  ["the cause that it would have in another format", { causes: new Set(["rebuilt", "user-set"]) }, false],
  ["unexpected ones", { unexpected: true }, false],
  ["its visibility", { visibilities: new Set(["shared"]) }, true],
  ["another visibility", { visibilities: new Set(["private"]) }, false],
];

describe.each(ENGINES)("columns that no rule reads, on %s", (engine) => {
  let databases: CloudDatabases;
  beforeAll(async () => {
    databases = await cloudDatabases(engine);
  });
  afterAll(() => databases[Symbol.asyncDispose]());

  test.each(CASES)("are read for a filter by %s", async (_, filter, isFound) => {
    const options = { catalogue: [imageKilled], filters: { ...NO_FILTERS, ...filter } };
    for (const consistency of ["snapshot", "chunked"] as const) {
      const findings = await databases.find(CLOUD, { ...options, consistency });
      expect(findings.map(({ subjectId }) => subjectId)).toEqual(isFound ? [IMAGE] : []);
    }
  });
});
