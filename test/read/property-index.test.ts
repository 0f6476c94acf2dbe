import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classify } from "../../src/judge/classify.ts";
import { addProperty, emptyPropertySet, MARK, type PropertySet } from "../../src/judge/property-set.ts";
import { PropertyIndex } from "../../src/read/packed/property-index.ts";
import { anyUuid } from "./any-uuid.ts";
import { plainValue, tables, type Row } from "./arbitrary-properties.ts";
import { rowsOf } from "./rows-of.ts";

function modelOf(rows: readonly Row[], keyOf: (id: string) => string): Map<string, PropertySet> {
  const model = new Map<string, PropertySet>();
  for (const row of rows) {
    const set = model.get(keyOf(row.imageId)) ?? emptyPropertySet();
    model.set(keyOf(row.imageId), set);
    addProperty(set, row.name, row.value, row.deleted);
  }
  return model;
}

/** The order in which a server with such a collation returns ids. */
function serverOrder(ids: readonly string[], keyOf: (id: string) => string): string[] {
  return ids.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

/** Reads all images in as many passes as the capacity demands, as readImages does. */
function readInPasses(
  { ids, rows }: { ids: string[]; rows: Row[] },
  ignoresCase: boolean,
  capacity: number,
): { seen: [string, PropertySet][]; passes: number } {
  const keyOf = (id: string): string => (ignoresCase ? id.toLowerCase() : id);
  const seen: [string, PropertySet][] = [];
  const sorted = serverOrder(ids, keyOf);
  let after: string | undefined = "";
  let passes = 0;
  while (after !== undefined && passes <= 2 * ids.length) {
    const from: string = after;
    passes += 1;
    const index = new PropertyIndex(ignoresCase, from);
    const isAlike = rows.some((row) => {
      index.add(row.imageId, row.name, row.value, row.deleted);
      return index.weight > capacity && !index.keepLowerHalf();
    });
    const left = sorted.filter((id) => keyOf(id) > from);
    if (isAlike) {
      const model = modelOf(rows, keyOf);
      seen.push(...left.map((id): [string, PropertySet] => [id, model.get(keyOf(id)) ?? emptyPropertySet()]));
      return { seen, passes };
    }
    const { bound } = index;
    const page = left.filter((id) => bound === undefined || keyOf(id) <= bound);
    seen.push(...page.map((id): [string, PropertySet] => [id, index.get(id)]));
    after = bound;
  }
  return { seen, passes };
}

describe.each([
  ["that minds case", false],
  ["that ignores case", true],
])("in a database %s", (_, ignoresCase) => {
  const keyOf = (id: string): string => (ignoresCase ? id.toLowerCase() : id);

  test("the index holds what a plain map would", () => {
    fc.assert(
      fc.property(tables(ignoresCase), ({ ids, rows }) => {
        const index = new PropertyIndex(ignoresCase, "");
        for (const row of rows) index.add(row.imageId, row.name, row.value, row.deleted);
        const model = modelOf(rows, keyOf);
        for (const id of ids)
          expect(rowsOf(index.get(id))).toEqual(model.get(keyOf(id)) ?? emptyPropertySet());
        expect(index.bound).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });

  test("a page of images is given what each alone would be", () => {
    fc.assert(
      fc.property(tables(ignoresCase), ({ ids, rows }) => {
        const index = new PropertyIndex(ignoresCase, "");
        for (const row of rows) index.add(row.imageId, row.name, row.value, row.deleted);
        const images = ids.map((id) => ({ id, properties: emptyPropertySet() }));
        index.fill(images);
        for (const { id, properties } of images) expect(properties).toEqual(index.get(id));
      }),
      { numRuns: 150 },
    );
  });

  test("what is said of images that are alike is what would be said of each", () => {
    fc.assert(
      fc.property(tables(ignoresCase), fc.boolean(), ({ ids, rows }, deleted) => {
        const index = new PropertyIndex(ignoresCase, "");
        for (const row of rows) index.add(row.imageId, row.name, row.value, row.deleted);
        for (const id of ids) {
          const set = index.get(id);
          expect(classify(set, deleted)).toEqual(classify(rowsOf(set), deleted));
        }
      }),
      { numRuns: 150 },
    );
  });

  test("in however many passes, every image is seen once, in order, with all its rows", () => {
    fc.assert(
      fc.property(tables(ignoresCase), fc.constantFrom(0, 1, 2, 5, 20, 100), (table, capacity) => {
        const { seen } = readInPasses(table, ignoresCase, capacity);
        expect(seen.map(([id]) => id)).toEqual(serverOrder(table.ids, keyOf));
        const model = modelOf(table.rows, keyOf);
        for (const [id, set] of seen) expect(rowsOf(set)).toEqual(model.get(keyOf(id)) ?? emptyPropertySet());
      }),
      { numRuns: 250 },
    );
  });

  test("images up to `after` are left out, and an image spelled in capitals is still found", () => {
    const [low, high] = ["10000000-0000-4000-8000-000000000000", "A0000000-0000-4000-8000-000000000000"];
    const index = new PropertyIndex(ignoresCase, "7fffffff-ffff-ffff-ffff-ffffffffffff");
    index.add(low, "image_type", "snapshot", false);
    index.add(high, "image_type", "snapshot", false);
    expect(rowsOf(index.get(low))).toEqual(emptyPropertySet());
    expect(index.get(high).stored).toEqual({ image_type: { value: "snapshot", deleted: false } });
    const spelled = index.get(high.toLowerCase()).stored;
    expect(spelled).toEqual(ignoresCase ? index.get(high).stored : {});
  });
});

test("blanks at the end of an id do not count where case does not, but tabs do", () => {
  const index = new PropertyIndex(true, "");
  index.add("Image-1", "image_type", "snapshot", false);
  index.add("image-1\t", "image_location", "snapshot", false);
  index.add("IMAGE-1  ", "bdm_v2", "True", false);
  expect(Object.keys(index.get("image-1").stored)).toEqual(["image_type"]);
  expect(index.get("image-1").liveMarks).toBe(MARK.blockDevice);
  expect(Object.keys(index.get("image-1\t").stored)).toEqual(["image_location"]);
});

test("capitals below the window do not draw its bound back", () => {
  const index = new PropertyIndex(true, "bfffffff-ffff-ffff-ffff-ffffffffffff");
  for (const head of ["A0000000", "A0000001", "A0000002", "c0000000", "D0000000"]) {
    index.add(`${head}-0000-4000-8000-00000000000A`, "image_type", "snapshot", false);
  }
  expect(index.weight).toBe(2);
  expect([index.keepLowerHalf(), index.bound]).toEqual([true, "c0000000-ffff-ffff-ffff-ffffffffffff"]);
});

test("many UUIDs are read in several passes of falling weight", () => {
  const ids = fc.sample(anyUuid, { seed: 7, numRuns: 400 });
  const rows = ids.map((id): Row => ({ imageId: id, name: "image_type", value: "snapshot", deleted: false }));
  const { seen, passes } = readInPasses({ ids, rows }, false, 50);
  expect(seen.map(([id]) => id)).toEqual(ids.toSorted());
  expect(passes).toBeGreaterThan(8);
  expect(passes).toBeLessThan(30);
});

test("rows as nova writes them are packed; odd ones weigh more, and are forgotten with their half", () => {
  const index = new PropertyIndex(false, "");
  const [low, high] = ["10000000-0000-4000-8000-000000000000", "a0000000-0000-4000-8000-000000000000"];
  for (const id of [low, high]) {
    for (const [property, value] of Object.entries(plainValue)) index.add(id, property, value, false);
    for (const property of ["bdm_v2", "Image_Type", "vmware_x"]) index.add(id, property, "any", true);
  }
  const base = index.weight - 2;
  expect(base).toBeGreaterThan(0);
  const third = "b0000000-0000-4000-8000-000000000000";
  index.add(third, "image_type", "backup", true);
  expect(index.weight).toBe(base + 3);
  index.add(low, "image_location", "elsewhere", false);
  const oddValue = index.weight - base - 3;
  expect(oddValue).toBeGreaterThan(1);
  index.add(high, "base_image_ref", "golden", false);
  expect(index.weight).toBe(base + 3 + 2 * oddValue);
  index.add("no uuid", "image_type", "snapshot", false);
  const oddImage = index.weight - base - 3 - 2 * oddValue;
  expect(oddImage).toBeGreaterThan(oddValue);
  expect(index.keepLowerHalf()).toBe(true);
  expect(index.weight).toBe(base + 1 + oddValue + oddImage);
  expect(index.get(low).stored.image_location?.value).toBe("elsewhere");
  expect(index.get("no uuid").stored.image_type?.value).toBe("snapshot");
});

test("the bases of images that are forgotten are forgotten", () => {
  const index = new PropertyIndex(false, "");
  const ids = Array.from({ length: 8 }, (_, at) => `${at}0000000-0000-4000-8000-000000000000`);
  for (const [at, id] of ids.entries()) index.add(id, "base_image_ref", id, at === 2);
  const whole = index.weight;
  expect(index.keepLowerHalf()).toBe(true);
  expect(index.weight).toBe(whole / 2);
  for (const [at, id] of ids.slice(0, 4).entries()) {
    expect(index.get(id).stored).toEqual({ base_image_ref: { value: id, deleted: at === 2 } });
  }
});

test("ids that are too much alike are said to be so", () => {
  const index = new PropertyIndex(false, "");
  expect(index.keepLowerHalf()).toBe(false);
  for (let at = 10; at < 30; at += 1)
    index.add(`00000000-0000-4000-8000-0000000000${at}`, "bdm_v2", "1", false);
  expect(index.keepLowerHalf()).toBe(false);
  expect(index.bound).toBeUndefined();
  index.add("00000001-0000-4000-8000-000000000000", "bdm_v2", "1", false);
  expect([index.keepLowerHalf(), index.bound]).toEqual([true, "00000000-ffff-ffff-ffff-ffffffffffff"]);
  expect(index.weight).toBe(20);
});
