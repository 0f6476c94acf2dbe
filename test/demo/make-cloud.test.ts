import { createHash } from "node:crypto";
import { assert, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { makeCloud, type CloudOptions } from "../../src/demo/make-cloud.ts";
import { CELL_URLS, collectCloud, NOW, type AnyRow, type CollectedCloud } from "./collected-cloud.ts";

function fingerprint(options: Partial<CloudOptions>): string {
  const hash = createHash("sha256");
  const cloud = makeCloud({ images: 300, seed: 1, now: NOW, cellUrls: CELL_URLS, ...options });
  for (const page of cloud.pages()) hash.update(JSON.stringify(page));
  return hash.digest("hex");
}

const withoutTime = (row: AnyRow) =>
  Object.entries(row).filter(([column]) => !column.endsWith("_at") && !column.startsWith("os_hash"));

const keysOf = (rows: readonly AnyRow[], ...columns: string[]) =>
  rows.map((row) => columns.map((column) => String(row[column]).toLowerCase().trimEnd()).join("|"));

const repeated = (keys: readonly string[]) => keys.length - new Set(keys).size;

/** What the schemas' keys demand, and more: no row refers to one that is not there. */
function expectSound(cloud: CollectedCloud): void {
  const images = new Set(keysOf(cloud.rows("glance", "images"), "id"));
  expect(images.size).toBe(cloud.images);
  for (const table of ["image_properties", "image_locations", "image_members", "image_tags"] as const) {
    const rows = cloud.rows("glance", table);
    // One case of the demo is a property whose image is gone.
    const lone = keysOf(rows, "image_id").filter((id) => !images.has(id));
    expect(lone).toHaveLength(table === "image_properties" ? 1 : 0);
    expect(rows.map(({ id }) => id)).toEqual(rows.map((_, at) => at + 1));
  }
  expect(repeated(keysOf(cloud.rows("glance", "image_properties"), "image_id", "name"))).toBe(0);
  for (const cell of ["nova_cell1", "nova_cell2"] as const) {
    const instances = new Set(keysOf(cloud.rows(cell, "instances"), "uuid"));
    expect(instances.size).toBe(cloud.rows(cell, "instances").length);
    for (const table of ["instance_system_metadata", "block_device_mapping", "instance_actions"] as const) {
      expect(keysOf(cloud.rows(cell, table), "instance_uuid").filter((id) => !instances.has(id))).toEqual([]);
    }
    expect(repeated(keysOf(cloud.rows(cell, "block_device_mapping"), "uuid"))).toBe(0);
    const both = [...cloud.rows(cell, "instances"), ...cloud.rows(cell, "shadow_instances")];
    expect(repeated(keysOf(both, "id"))).toBe(0);
    expect(both.filter(({ id, deleted }) => deleted !== 0 && deleted !== id)).toEqual([]);
  }
  for (const table of ["instance_mappings", "request_specs", "build_requests"] as const) {
    expect(repeated(keysOf(cloud.rows("nova_api", table), "instance_uuid"))).toBe(0);
  }
  const volumes = new Set(keysOf(cloud.rows("cinder", "volumes"), "id"));
  expect(volumes.size).toBe(cloud.rows("cinder", "volumes").length);
  for (const table of ["snapshots", "volume_attachment", "volume_glance_metadata"] as const) {
    expect(keysOf(cloud.rows("cinder", table), "volume_id").filter((id) => !volumes.has(id))).toEqual([]);
    expect(repeated(keysOf(cloud.rows("cinder", table), "id"))).toBe(0);
  }
  expect(repeated(keysOf(cloud.rows("keystone", "project"), "id"))).toBe(0);
  expect(repeated(keysOf(cloud.rows("keystone", "project"), "domain_id", "name"))).toBe(0);
}

describe("makeCloud", () => {
  it("gives the same rows for the same numbers, again and again", () => {
    const cloud = makeCloud({ images: 300, seed: 1, now: NOW, cellUrls: CELL_URLS });
    expect([...cloud.pages()]).toEqual([...cloud.pages()]);
    expect(fingerprint({})).toBe(fingerprint({ now: new Date("2026-01-15T12:00:00.999Z") }));
    expect(fingerprint({})).not.toBe(fingerprint({ seed: 2 }));
    expect(fingerprint({})).not.toBe(fingerprint({ now: new Date("2026-01-15T12:00:01Z") }));
  });

  it("gives known rows: whoever changes them changes every user's demo", () => {
    expect(fingerprint({}).slice(0, 16)).toMatchInlineSnapshot(`"a2121f1dd32a7ee7"`);
  });

  it("keeps ids and properties when only the day of the demo differs", () => {
    const [today, later] = [collectCloud(), collectCloud({ now: new Date("2026-03-01T00:00:00Z") })];
    for (const table of ["images", "image_properties"] as const) {
      expect(later.rows("glance", table).map(withoutTime)).toEqual(
        today.rows("glance", table).map(withoutTime),
      );
    }
  });

  it("obeys the schemas' keys at any seed and size", () => {
    const anyCloud = property(nat({ max: 2 ** 32 - 1 }), nat({ max: 400 }), (seed, images) => {
      expectSound(collectCloud({ seed, images }));
    });
    expect(() => assert(anyCloud, { numRuns: 15 })).not.toThrow();
    expectSound(collectCloud({ images: 10_000 }));
  });

  it("never has fewer images than named cases", () => {
    const cloud = collectCloud({ images: 0 });
    expect(cloud.images).toBe(cloud.named.length);
    expect(cloud.totals.images).toBe(cloud.named.length);
  });

  it("streams pages of bounded size, glance's properties in order of creation", () => {
    const cloud = makeCloud({ images: 1000, seed: 1, now: NOW, cellUrls: CELL_URLS, pageRows: 100 });
    const pages = [...cloud.pages()];
    expect(Math.max(...pages.map(({ rows }) => rows.length))).toBe(100);
    const created = pages
      .filter(({ table }) => table === "image_properties")
      .flatMap(({ rows, columns }) => rows.map((row) => String(row[columns.indexOf("created_at")])));
    expect(created).toEqual(created.toSorted());
  });

  it("writes nothing that has not happened yet", () => {
    const cloud = collectCloud({ images: 3000 });
    for (const rows of cloud.tables.values()) {
      const times = rows.flatMap((row) =>
        Object.entries(row).flatMap(([column, value]) =>
          /_(at|time)$/.test(column) && value !== null ? [String(value)] : [],
        ),
      );
      expect(times.filter((time) => time > "2026-01-15 12:00:00")).toEqual([]);
    }
  });

  it("has the proportions of a large cloud", () => {
    const images = 10_000;
    const cloud = collectCloud({ images });
    const four = new Set(["image_type", "instance_uuid", "base_image_ref", "image_location"]);
    const properties = cloud.rows("glance", "image_properties");
    const ofFour = properties.filter(({ name }) => four.has(String(name)));
    const dead = new Set(
      keysOf(
        cloud.rows("glance", "images").filter(({ deleted }) => deleted === 1),
        "id",
      ),
    );
    const alone = ofFour.filter(({ deleted, image_id }) => deleted === 1 && !dead.has(String(image_id)));
    const uuids = ofFour.filter(
      ({ name, value, deleted }) =>
        name === "instance_uuid" && deleted === 0 && /^[0-9a-f-]{36}$/i.test(String(value)),
    );
    const share = (count: number) => count / images;
    expect(share(properties.length)).toBeCloseTo(10.6, 0);
    expect(share(new Set(keysOf(ofFour, "image_id")).size)).toBeCloseTo(0.455, 1);
    expect(share(ofFour.length)).toBeGreaterThan(1.5);
    expect(share(ofFour.length)).toBeLessThan(1.65);
    expect(share(uuids.length)).toBeCloseTo(0.304, 1);
    expect(alone.length / ofFour.length).toBeLessThan(0.006);
    expect(share(dead.size)).toBeCloseTo(0.05, 1);
    expect(share(cloud.cellRows("instances").length)).toBeCloseTo(0.18, 1);
    expect(share(cloud.cellRows("shadow_instances").length)).toBeCloseTo(0.09, 1);
  });

  it.each([
    ["images", { images: -1 }],
    ["images", { images: 1.5 }],
    ["seed", { seed: 2 ** 32 }],
    ["seed", { seed: Number.NaN }],
  ])("refuses %s that are no whole number: %j", (name, options) => {
    expect(() => makeCloud({ images: 1, seed: 1, now: NOW, cellUrls: CELL_URLS, ...options })).toThrow(
      UsageError,
    );
    expect(() => makeCloud({ images: 1, seed: 1, now: NOW, cellUrls: CELL_URLS, ...options })).toThrow(name);
  });
});
