import fc from "fast-check";
import { expect, test } from "vitest";
import { blockDevicesOf } from "../../src/judge/block-devices.ts";
import { NO_FILTERS } from "../../src/judge/filters.ts";
import { readBlockDevices } from "../../src/read/glance/block-device-properties.ts";
import { BlockDeviceNotes } from "../../src/read/glance/block-device-notes.ts";
import type { GlanceHandle } from "../../src/read/glance/glance-handle.ts";
import { readNeedsInGlance, type ScannedNeeds } from "../../src/read/glance/needs-in-glance.ts";
import { NeedsNotes } from "../../src/read/glance/needs-notes.ts";
import { openGlance } from "../../src/read/glance/open-glance.ts";
import type { PropertyExpressions, WatchedProperty } from "../../src/read/glance/property-scan.ts";
import { readStretches } from "../../src/read/glance/read-images.ts";
import { fill, randomGlance, type RandomGlance } from "./arbitrary-glance.ts";
import { anyUuid } from "./any-uuid.ts";
import { OPEN_OPTIONS } from "./open-options.ts";
import { ENGINES, testDatabase, type TestDatabase } from "./test-database.ts";

const NAMES = [
  "base_image_ref",
  "kernel_id",
  "Kernel_Id",
  "ramdisk_id",
  "block_device_mapping",
  "os_glance_import_task",
  "os_glance_importing_to_stores",
];

/** What one property becomes: it names an image of the database by its place, or what none is called. */
const naming = fc.record({
  name: fc.constantFrom(...NAMES),
  image: fc.nat(30),
  capitals: fc.boolean(),
  snapshots: fc.array(anyUuid, { maxLength: 3 }),
  odd: fc.constantFrom(undefined, undefined, undefined, null, "", "aki-1", "[]", "{", "[3]"),
});

/** A database whose images name one another in every way that glance and nova know. */
const entangledGlance: fc.Arbitrary<RandomGlance> = fc
  .tuple(randomGlance, fc.array(naming, { minLength: 60, maxLength: 200 }))
  .map(([{ images, properties, respelled }, namings]) => ({
    images,
    respelled,
    properties: properties.map((row, at) => {
      const chosen = namings[at];
      if (chosen === undefined) return row;
      const id = String(images[chosen.image % images.length]?.["id"]);
      const image = chosen.capitals ? id.toUpperCase() : id;
      const disks = chosen.snapshots.map((snapshot_id, boot_index) => ({ snapshot_id, boot_index }));
      const devices = JSON.stringify([...disks, { image_id: image, source_type: "image" }]);
      const value = chosen.name === "block_device_mapping" ? devices : image;
      return Object.assign({}, row, {
        name: chosen.name,
        value: chosen.odd === undefined ? value : chosen.odd,
      });
    }),
  }));

async function needsOf(glance: GlanceHandle, scanned?: ScannedNeeds): Promise<string[]> {
  const found: string[] = [];
  const needs = {
    concerns: () => true,
    count: (need: string, image: string) => found.push(`${need} ${image.toLowerCase()}`),
    importing: (image: string) => found.push(`importing ${image.toLowerCase()}`),
  };
  await readNeedsInGlance(glance, needs, scanned);
  return found.sort();
}

/** @returns whether one pass was enough, so that the notes were used */
async function expectNotesAgree(db: TestDatabase, capacity: number): Promise<boolean> {
  const glance = await openGlance(db.where, OPEN_OPTIONS);
  try {
    const notes = new NeedsNotes(glance);
    const devices = new BlockDeviceNotes(false);
    const seen = new Set<string>();
    const everything = {
      wants: (eb: PropertyExpressions) => eb("p.id", ">", 0),
      see: ({ imageId, name }: WatchedProperty) => seen.add(`${imageId} ${name}`),
    };
    const stretches = readStretches(glance, {
      filters: NO_FILTERS,
      consistency: "snapshot",
      progress: () => undefined,
      watches: [notes, devices, everything],
      capacity,
    });
    const { value: stretch } = await stretches.next();
    const rows = await db.rows("select image_id, name from image_properties");
    expect(seen).toEqual(new Set(rows.map(({ image_id, name }) => `${image_id} ${name}`)));
    const index = stretch.scanned;
    const scanned = index && { notes, index };
    expect(await needsOf(glance, scanned)).toEqual(await needsOf(glance));
    const ids = scanned === undefined ? [] : [...new Set(rows.map(({ image_id }) => String(image_id)))];
    const read = [...(await readBlockDevices(glance, ids, false))]
      .filter(([, { rootSnapshot }]) => rootSnapshot !== undefined)
      .map(([id, { rootSnapshot, snapshots }]) => [id, { rootSnapshot, snapshots }] as const);
    expect(new Map(devices.entries())).toEqual(new Map(read));
    return scanned !== undefined;
  } finally {
    await glance.close();
  }
}

test.each(ENGINES)("what a scan notes by the way is what would be read afterwards, on %s", async (engine) => {
  await using db = await testDatabase(engine, "glance");
  let used = 0;
  let lost = 0;
  await fc.assert(
    fc.asyncProperty(entangledGlance, fc.constantFrom(1_000, 3), async (glance, capacity) => {
      await fill(db, glance, engine === "mysql");
      if (await expectNotesAgree(db, capacity)) used += 1;
      else lost += 1;
    }),
    { numRuns: 25 },
  );
  expect(Math.min(used, lost)).toBeGreaterThan(0);
});

test("a list of disks is remembered in full", () => {
  const devices = new BlockDeviceNotes(true);
  const [first, second] = fc.sample(anyUuid, { seed: 3, numRuns: 2 });
  const value = JSON.stringify([{ snapshot_id: second }, { snapshot_id: first, boot_index: 0 }]);
  for (const imageId of [first!, "odd id"]) {
    devices.see({ imageId, name: "block_device_mapping", value, deleted: true, deletedAt: null });
  }
  const { rootSnapshot, snapshots } = blockDevicesOf(value);
  expect(rootSnapshot).toBe(first);
  expect([...devices.entries()]).toEqual([
    [first, { rootSnapshot, snapshots }],
    ["odd id", { rootSnapshot, snapshots }],
  ]);
});
