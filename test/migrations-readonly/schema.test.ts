import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import {
  buildSchema,
  glanceSteps,
  schemaGeneration,
  sqliteSchemaFacts,
  type SchemaFacts,
} from "../../migrations-readonly/index.ts";
import { scratchDatabase, type ScratchDatabase } from "../support/mysql.ts";
import { scratchSqlite, writableMysql, type WritableDb } from "../support/sqlite.ts";
import { bookkeepingOf, GENERATIONS, NOT_BUILT, type GenerationCase } from "./generations.ts";
import { mysqlSchemaFacts, normalised } from "./mysql-schema-facts.ts";
import { schemaFixture, sqliteFixture, type SchemaFixture } from "./schema-fixture.ts";

/** Another default charset than the tables are to have, so that only what the steps say can be right. */
async function builtOnMysql(
  upTo: GenerationCase,
  use: (db: ScratchDatabase) => Promise<void>,
): Promise<void> {
  await using database = await scratchDatabase(upTo.fixture, { charset: "utf8mb4" });
  await using db = writableMysql(database.url);
  await buildSchema(db, "mysql", upTo.service, upTo.upTo);
  await use(database);
}

/** The values of a bookkeeping table on SQLite; none if the release has no such table. */
async function noted(db: WritableDb, table: string, column: string): Promise<unknown[]> {
  return table in (await sqliteSchemaFacts(db)) ? await values(db, table, column) : [];
}

async function values(db: WritableDb, table: string, column: string): Promise<unknown[]> {
  const rows = await db.selectFrom(table).select(column).orderBy(column).execute();
  return rows.map((row) => row[column]);
}

function expectedTables(fixture: SchemaFixture, { alembic, migrate }: GenerationCase): string[] {
  const { added, leftOut } = bookkeepingOf(migrate, alembic);
  return [...Object.keys(fixture.tables).filter((table) => !leftOut.includes(table)), ...added].sort();
}

function shapes(facts: SchemaFacts): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([table, { columns, indexes }]) => [
      table,
      {
        nullable: Object.fromEntries(
          Object.entries(columns).map(([name, column]) => [name, column.nullable]),
        ),
        indexes: Object.values(indexes)
          .map((index) => `${index.unique ? "unique " : ""}${index.columns.join(",")}`)
          .sort(),
      },
    ]),
  );
}

function pick<T>(
  facts: Readonly<Record<string, T>>,
  tables: readonly string[],
): Record<string, T | undefined> {
  return Object.fromEntries(tables.map((table) => [table, facts[table]]));
}

describe.each(GENERATIONS)("$service $upTo", (generation) => {
  const fixture = schemaFixture(generation.fixture);
  const compared = expectedTables(fixture, generation).filter((table) => table !== "migrate_version");

  test("is what OpenStack's tools made on MariaDB: tables, columns, indexes, triggers", async () => {
    await builtOnMysql(generation, async (database) => {
      const facts = await mysqlSchemaFacts(database);
      expect(Object.keys(facts).sort()).toEqual(expectedTables(fixture, generation));
      expect(pick(normalised(facts), compared)).toEqual(pick(normalised(fixture.tables), compared));
      const order = (from: SchemaFixture["tables"]) =>
        compared.map((table) => Object.keys(from[table]?.columns ?? {}));
      expect(order(facts)).toEqual(order(fixture.tables));
      const triggers = await database.query(
        `SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS
         WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY TRIGGER_NAME`,
      );
      expect(triggers.map((trigger) => trigger["name"])).toEqual(fixture.triggers);
    });
  });

  test("has the same columns, nullability and indexes on SQLite", async () => {
    await using sqlite = scratchSqlite("built");
    await buildSchema(sqlite.db, "sqlite", generation.service, generation.upTo);
    const facts = await sqliteSchemaFacts(sqlite.db);
    expect(Object.keys(facts)).toEqual(expectedTables(fixture, generation));
    expect(shapes(pick(facts, compared) as SchemaFacts)).toEqual(
      shapes(pick(fixture.tables, compared) as SchemaFacts),
    );
    const names = (from: SchemaFacts) =>
      compared.map((table) => Object.keys(from[table]?.indexes ?? {}).sort());
    expect(names(facts)).toEqual(names(fixture.tables));
  });

  test("notes down its revision as upstream does", async () => {
    await using sqlite = scratchSqlite("versions");
    await buildSchema(sqlite.db, "sqlite", generation.service, generation.upTo);
    const { alembicVersion, migrateVersion } = schemaGeneration(generation.service, generation.upTo);
    expect(alembicVersion.toSorted()).toEqual(generation.alembic);
    expect(migrateVersion).toBe(generation.migrate);
    expect(await noted(sqlite.db, "alembic_version", "version_num")).toEqual(generation.alembic);
    expect(await noted(sqlite.db, "migrate_version", "version")).toEqual(
      generation.migrate === undefined ? [] : [generation.migrate],
    );
  });

  test("leaves out only what we gave a reason for", () => {
    const reasons = NOT_BUILT[generation.service];
    const unexplained = fixture.otherTables.filter(
      (table) => !reasons.some((reason) => reason.tables.test(table)),
    );
    expect(unexplained).toEqual([]);
  });
});

test("Zed on SQLite is what glance itself made there, types and defaults included", async () => {
  await using upstream = scratchSqlite("upstream");
  const file = new DatabaseSync(upstream.path);
  file.exec(sqliteFixture());
  file.close();
  await using ours = scratchSqlite("ours");
  await buildSchema(ours.db, "sqlite", "glance", "zed");
  const theirs = await sqliteSchemaFacts(upstream.db);
  const built = await sqliteSchemaFacts(ours.db);
  const tables = Object.keys(theirs).filter((table) => !table.startsWith("metadef_"));
  expect(Object.keys(built).filter((table) => table !== "migrate_version")).toEqual(tables);
  expect(shapes(pick(built, tables) as SchemaFacts)).toEqual(shapes(pick(theirs, tables) as SchemaFacts));
  const columns = (from: SchemaFacts) => tables.map((table) => from[table]?.columns);
  expect(columns(built)).toEqual(columns(theirs));
});

describe("half-finished upgrades", () => {
  // Rows read from alembic_version after upstream's own migration files had run, step by step, under alembic 1.20.
  test.each([
    ["pike_contract01+queens_expand01", ["pike_contract01", "queens_expand01"]],
    ["queens_contract01+rocky_expand02", ["queens_contract01", "rocky_expand02"]],
    ["rocky_contract01+rocky_expand02", ["rocky_contract01", "rocky_expand02"]],
    ["rocky_contract02+2024_1_expand01", ["2024_1_expand01", "rocky_contract02"]],
    ["2023_1_contract01+2024_1_expand01", ["2023_1_contract01", "2024_1_expand01"]],
    ["2024_1_expand01", ["2024_1_expand01"]],
  ])("%s leaves these rows", async (upTo, rows) => {
    await using sqlite = scratchSqlite("half");
    await buildSchema(sqlite.db, "sqlite", "glance", upTo);
    expect(await values(sqlite.db, "alembic_version", "version_num")).toEqual(rows);
  });

  test("rocky_contract02+2024_1_expand01 has what the expands added, and no is_public", async () => {
    await builtOnMysql(
      { service: "glance", upTo: "rocky_contract02+2024_1_expand01", fixture: "half", alembic: [] },
      async (database) => {
        const facts = await mysqlSchemaFacts(database);
        expect(facts["images"]?.columns).not.toHaveProperty("is_public");
        expect(facts["tasks"]?.columns).toHaveProperty("image_id");
        expect(facts).toHaveProperty("cached_images");
      },
    );
  });

  test("Ocata's triggers keep is_public and visibility in step on MySQL", async () => {
    await builtOnMysql(
      { service: "glance", upTo: "ocata_expand01", fixture: "triggers", alembic: [] },
      async (database) => {
        const insert = (columns: string, literals: string) =>
          database.query(
            `INSERT INTO images (id, status, created_at, deleted, min_disk, min_ram, ${columns})
             VALUES (UUID(), 'active', '2017-03-01 00:00:00', 0, 0, 0, ${literals})`,
          );
        await insert("is_public", "1");
        await insert("visibility", "'community'");
        await expect(insert("is_public, visibility", "1, 'public'")).rejects.toThrow(
          "Invalid visibility value",
        );
        await database.query("UPDATE images SET visibility = 'public' WHERE visibility = 'community'");
        await expect(insert("name", "'neither'")).rejects.toThrow("Invalid visibility value");
        expect(await database.query("SELECT is_public, visibility FROM images")).toEqual([
          { is_public: 1, visibility: "public" },
          { is_public: 1, visibility: "public" },
        ]);
      },
    );
  });
});

test("changing a column on SQLite keeps its values", async () => {
  await using sqlite = scratchSqlite("values");
  await buildSchema(sqlite.db, "sqlite", "glance", "newton");
  const image = { status: "active", created_at: "2017-01-01 00:00:00", deleted: 0, min_disk: 0, min_ram: 0 };
  await sqlite.db
    .insertInto("images")
    .values([
      { ...image, id: "a", is_public: 1 },
      { ...image, id: "b", is_public: 0 },
    ])
    .execute();
  await glanceSteps.find((step) => step.revision === "ocata_expand01")?.up?.(sqlite.db, "sqlite");
  expect(await sqlite.db.selectFrom("images").select(["id", "is_public", "visibility"]).execute()).toEqual([
    { id: "a", is_public: 1, visibility: null },
    { id: "b", is_public: 0, visibility: null },
  ]);
});

test("rows number themselves and need their image, on both engines", async () => {
  await using sqlite = scratchSqlite("rows");
  await using database = await scratchDatabase("rows");
  await using mysql = writableMysql(database.url);
  for (const [db, engine] of [
    [sqlite.db, "sqlite"],
    [mysql, "mysql"],
  ] as const) {
    await buildSchema(db, engine, "glance");
    const times = { created_at: "2024-04-03 00:00:00", deleted: 0 };
    await db
      .insertInto("images")
      .values({ id: "a", status: "active", min_disk: 0, min_ram: 0, ...times })
      .execute();
    const property = (image_id: string, name: string) =>
      db
        .insertInto("image_properties")
        .values({ image_id, name, ...times })
        .execute();
    await property("a", "image_type");
    await property("a", "instance_uuid");
    await expect(property("b", "image_type")).rejects.toThrow(/foreign key/i);
    expect(await values(db, "image_properties", "id")).toEqual([1, 2]);
    const [defaults] = await db
      .selectFrom("images")
      .select(["visibility", "protected", "os_hidden"])
      .execute();
    expect(defaults).toEqual({ visibility: "shared", protected: 0, os_hidden: 0 });
  }
});

test("an unknown generation is refused before anything is built", async () => {
  await using sqlite = scratchSqlite("unknown");
  await expect(buildSchema(sqlite.db, "sqlite", "glance", "essex")).rejects.toThrow(/No schema step "essex"/);
  expect(await sqliteSchemaFacts(sqlite.db)).toEqual({});
});

test("README lists every step with the releases that end there", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../migrations-readonly/README.md"), "utf8");
  const listed = readme.matchAll(/^\| `(\w+)` \| (\d*) ?\| ?(.*?) ?\|/gm).map((row) => row.slice(1, 4));
  expect([...listed]).toEqual(
    glanceSteps.map((step) => [step.revision, String(step.migrateVersion ?? ""), step.releases.join(", ")]),
  );
});
