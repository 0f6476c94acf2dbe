import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ORPHANS_COLUMNS } from "../../src/audit/orphans/orphans-listing.ts";
import { ENGINES } from "../read/test-database.ts";
import { deleted, handMadeCloud, imageOf, server, serverOf } from "./hand-made-cloud.ts";
import { orphansOf } from "./listings.ts";
import { demoCloud, type DemoCloud } from "./demo-cloud.ts";
import { jsonReport, type JsonReport } from "./report.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
/** It leaves no image out, but whoever filters has every image judged. */
const NO_BOUND = ["--created-after", "0001-01-01"];

describe.each(ENGINES)("orphans on %s", (engine) => {
  let cloud: DemoCloud;
  let whole: JsonReport;
  const orphans = (more: readonly string[]): Promise<JsonReport> =>
    jsonReport("orphans", cloud.whole, ["--min-age", "0", ...more]);

  beforeAll(async () => {
    cloud = await demoCloud(engine, NOW);
    whole = await orphans([]);
  });
  afterAll(() => cloud[Symbol.asyncDispose]());

  test("are the same, and so are the totals, whether every image is judged or likely ones alone", async () => {
    const { rows, totals } = await orphans(NO_BOUND);
    expect(whole.rows).toEqual(rows);
    expect(whole.totals).toEqual(totals);
    expect(rows.length).toBeGreaterThan(20);
  });

  test.each(ORPHANS_COLUMNS.map(({ name }) => name))(
    "have the same %s when nothing else is asked",
    async (name) => {
      const { rows, totals } = await orphans(["-c", `image_id,${name}`]);
      const expected = whole.rows.map((row) => ({ image_id: row["image_id"], [name]: row[name] }));
      expect(rows).toEqual(expected);
      expect(totals).toEqual(whole.totals);
    },
  );
});

test.each([["instance_state"], ["kind", "instance_state"], ["holds", "kind"]])(
  "the kind of an image that another server is shelved into is known where it is asked for: %s %s",
  async (...columns) => {
    await using cloud = await handMadeCloud("sqlite", 2);
    await cloud.mapCells();
    await cloud.addImage(1);
    await cloud.cells[1]?.insert("instances", [deleted(1), server(2, { vm_state: "shelved_offloaded" })]);
    await cloud.cells[1]?.insert("instance_system_metadata", [
      { instance_uuid: serverOf(2), key: "shelved_image_id", value: imageOf(1), deleted: 0 },
    ]);
    const { rows } = await orphansOf(cloud.places(), {
      orphans: { columns: new Set(["image_id", ...columns]) },
    });
    expect(rows).toMatchObject([
      { image_id: imageOf(1), ...(columns.includes("kind") ? { kind: "shelved" } : {}) },
    ]);
  },
);
