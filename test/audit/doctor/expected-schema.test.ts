import { describe, expect, test } from "vitest";
import { describeSchema, type SchemaFacts } from "../../../migrations-readonly/index.ts";
import { compareSchema, countDifferences } from "../../../src/audit/doctor/compare-schema.ts";
import { expectedSchema } from "../../../src/audit/doctor/expected-schema.ts";
import type { Shape, TableShape } from "../../../src/connect/shape.ts";
import { GENERATIONS } from "../../migrations-readonly/generations.ts";
import { schemaFixture } from "../../migrations-readonly/schema-fixture.ts";

/** A schema as OpenStack's own tools made it, as a live database would show it. */
function live(facts: SchemaFacts): Shape {
  const tables = new Map<string, TableShape>(
    Object.entries(facts).map(([table, { columns, indexes }]) => [
      table,
      {
        columns: new Map(Object.keys(columns).map((column) => [column, null])),
        indexes: new Map(Object.entries(indexes).map(([index, of]) => [index, of.columns])),
      },
    ]),
  );
  return { tables } as unknown as Shape;
}

const none = (): number => 0;

describe.each(GENERATIONS)("$fixture", ({ service, upTo, fixture, alembic, migrate }) => {
  const { tables } = schemaFixture(fixture);
  const compared = Object.keys(tables).filter((table) => table !== "alembic_version");

  const compare = (facts: SchemaFacts) => countDifferences(compareSchema(live(tables), facts, compared));

  test("is what is expected of its revisions", async () => {
    const expected = await expectedSchema(service, alembic, migrate, none);
    expect(expected.known).toBe(true);
    const isRelease = !upTo.includes("_") && upTo !== "mitaka01";
    expect(expected.releases.includes(upTo)).toBe(isRelease);
    expect(compare(expected.facts)).toBe(0);
  });

  test("fits itself best", async () => {
    const { facts, known } = await expectedSchema(service, ["a revision of tomorrow"], undefined, compare);
    expect(known).toBe(false);
    const own = compare(await describeSchema(service, upTo));
    expect(own).toBe(0);
    // Between expand and contract no release fits.
    expect(compare(facts) > 0).toBe(/expand|rocky_contract01/.test(upTo));
  });
});

test("what alone `db sync` noted down in two releases is known", async () => {
  for (const [revision, release] of [
    ["ocata01", "ocata"],
    ["pike01", "pike"],
  ] as const) {
    const { releases, known } = await expectedSchema("glance", [revision], 44, none);
    expect({ releases, known }).toEqual({ releases: [release], known: true });
  }
});

test("differences are told by table, and an index by what it begins with", async () => {
  const facts = await describeSchema("glance", "zed");
  const { tables } = live(facts);
  const properties = tables.get("image_properties")!;
  const changed = new Map(tables).set("image_properties", {
    columns: new Map(
      [...properties.columns, ["site", null]].filter(([name]) => name !== "value") as [string, null][],
    ),
    indexes: new Map([
      ["PRIMARY", ["id"]],
      ["another_name", ["image_id", "name", "deleted"]],
      ["by_site", ["site"]],
    ]),
  });
  changed.delete("image_tags");
  const names = ["image_properties", "image_tags", "images"];
  const [first, second, third] = compareSchema({ tables: changed } as unknown as Shape, facts, names);
  expect(first).toEqual({
    table: "image_properties",
    absent: false,
    missingColumns: ["value"],
    extraColumns: ["site"],
    missingIndexes: [{ index: "ix_image_properties_deleted", columns: ["deleted"] }],
    extraIndexes: ["another_name(image_id, name, deleted)", "by_site(site)"],
  });
  expect(second).toMatchObject({ table: "image_tags", absent: true });
  expect(countDifferences([third!])).toBe(0);
});
