import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addRows, NO_ROWS } from "../../src/read/glance/child-counts.ts";
import { ChildIds, readNamed } from "../../src/read/glance/child-ids.ts";
import { readLoneRows } from "../../src/read/glance/lone-rows.ts";
import { openGlance } from "../../src/read/glance/open-glance.ts";
import { isCanonicalUuid } from "../../src/read/packed/uuid-words.ts";
import { OPEN_OPTIONS } from "./open-options.ts";
import { ENGINES, testDatabase } from "./test-database.ts";

const uuid = (first: string): string => `${first.padEnd(8, "0")}-0000-4000-8000-000000000000`;
/** Ids as nova writes them, in capitals, and such as a user may give. */
const IDS = [
  ...["0", "1", "19", "5", "a", "ab", "f"].map(uuid),
  ...["A", "B", "F"].map(uuid),
  "!",
  "5",
  "golden",
  "zz",
];
const TABLES = { property: "image_properties", location: "image_locations", tag: "image_tags" } as const;
const created = { created_at: "2026-01-01 00:00:00", deleted: 0 };

const someIds = fc.uniqueArray(fc.constantFrom(...IDS), { selector: (id) => id.toLowerCase() });
const someRows = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom("property" as const, "location" as const, "tag" as const),
    imageId: fc.constantFrom(...IDS),
    at: fc.constantFrom(1, 2),
  }),
  { selector: ({ kind, imageId, at }) => `${kind} ${imageId.toLowerCase()} ${at}` },
);

function valuesOf(kind: keyof typeof TABLES, at: number): Record<string, unknown> {
  if (kind === "property") return { name: `p${at}`, value: "x" };
  return kind === "tag" ? { value: `t${at}` } : { value: `file:///${at}`, status: "active" };
}

describe.each(ENGINES)("ids that child rows name, on %s", (engine) => {
  test("are told apart from images, and counted, whatever they look like and wherever a page ends", async () => {
    await using db = await testDatabase(engine, "glance");
    const keyOf = (id: string): string => (engine === "mysql" ? id.toLowerCase() : id);
    const off = engine === "mysql" ? "set foreign_key_checks = 0" : "pragma foreign_keys = off";
    await fc.assert(
      fc.asyncProperty(someIds, someRows, fc.integer({ min: 1, max: 4 }), async (images, rows, perPage) => {
        const tables = [...Object.values(TABLES), "images"];
        await db.run([off, ...tables.map((table) => `delete from ${table}`)].join(";\n"));
        await db.insert(
          "images",
          images.map((id) => ({ id, status: "active", min_disk: 0, min_ram: 0, ...created })),
        );
        const statements = rows.map(({ kind, imageId, at }) => {
          const row = { image_id: imageId, ...valuesOf(kind, at), ...created };
          const values = Object.values(row).map((value) => `'${String(value)}'`);
          return `insert into ${TABLES[kind]} (${Object.keys(row).join(", ")}) values (${values.join(", ")})`;
        });
        if (statements.length > 0) await db.run([off, ...statements].join(";\n"));

        const glance = await openGlance(db.where, OPEN_OPTIONS);
        try {
          const ordered = await glance.readArrays(glance.db.selectFrom("images").select("id").orderBy("id"));
          const ids = ordered.map(([id]) => String(id));
          const children = new ChildIds(glance);
          const counted = new Map<
            string,
            { readonly locations: number; readonly counts: number | undefined }
          >();
          const lone = [];
          for (let from = 0; from < ids.length; from += perPage) {
            const page = ids.slice(from, from + perPage);
            const told = await children.next(page);
            const byKey = await readNamed(glance, page);
            for (const id of page) {
              counted.set(id, { locations: told.locationsOf(id), counts: told.countsOf?.(id) });
              expect(byKey.locationsOf(id)).toBe(told.locationsOf(id));
            }
            if (told.lone !== undefined) lone.push(...(await readLoneRows(glance, told.lone)));
          }
          lone.push(...(await readLoneRows(glance, { after: children.bound, upTo: undefined })));

          const keys = new Set(images.map(keyOf));
          const astray = rows.filter(({ imageId }) => !keys.has(keyOf(imageId)));
          const keysOf = (list: readonly { readonly imageId: string }[]): string[] =>
            [...new Set(list.map(({ imageId }) => keyOf(imageId)))].toSorted();
          expect(keysOf(lone)).toEqual(keysOf(astray));
          expect(new Set(lone.map(({ imageId }) => imageId)).size).toBe(lone.length);
          for (const id of images) {
            const own = rows.filter(({ imageId }) => keyOf(imageId) === keyOf(id));
            expect(counted.get(id)?.locations).toBe(own.filter(({ kind }) => kind === "location").length);
            const counts = own.reduce((sum, { kind }) => addRows(sum, kind, 1), NO_ROWS);
            expect(counted.get(id)?.counts).toBe(isCanonicalUuid(id) ? counts : undefined);
          }
        } finally {
          await glance.close();
        }
      }),
      { numRuns: 100 },
    );
  });

  test("that could not be read are missed by whoever asks", async () => {
    await using db = await testDatabase(engine, "glance");
    const glance = await openGlance(db.where, OPEN_OPTIONS);
    const children = new ChildIds(glance);
    await glance.close();
    await expect(children.next([uuid("1")])).rejects.toThrow(/closed|not open/);
    await expect(children.next([uuid("2")])).rejects.toThrow(/closed|not open/);
  });
});
