import { describe, expect, test } from "vitest";
import { GRANTED_TABLES } from "../../migrations-readonly/index.ts";
import { parseUrl } from "../../src/connect/parse-url.ts";
import { scratchAccount } from "../support/mysql.ts";
import { ENGINES, type Engine, type TestDatabase } from "../read/test-database.ts";
import { deleted, handMadeCloud, idOf, imageOf, OLD, server, type HandMadeCloud } from "./hand-made-cloud.ts";
import { columnOf, imagesOf, orphansOf } from "./listings.ts";

const databaseOf = ({ url }: TestDatabase) => new URL(url).pathname.slice(1);

/** Images of servers: 1 alive, 2 deleted, 3 archived, 4 nowhere, 5 mapped to no cell. */
async function smallCloud(engine: Engine): Promise<HandMadeCloud> {
  const cloud = await handMadeCloud(engine, 2, ["cinder"]);
  await cloud.mapCells();
  for (const at of [1, 2, 3, 4, 5]) await cloud.addImage(at);
  await cloud.cells[1]?.insert("instances", [server(1, { image_ref: imageOf(2) }), deleted(2)]);
  await cloud.cells[1]?.insert("shadow_instances", [deleted(3)]);
  await cloud.map(5, null);
  return cloud;
}

const states = (...names: readonly (string | null)[]) =>
  Object.fromEntries(names.map((name, at) => [imageOf(at + 1), name]));
const WHOLE = states("alive", "deleted", "archived", "untraceable", "stale-mapping");

describe.each(ENGINES)("older and partial databases on %s", (engine) => {
  test("a cell of instances and shadow_instances only, from before hidden", async () => {
    await using cloud = await smallCloud(engine);
    for (const cell of cloud.cells) {
      await cell.run(`
        drop table instance_system_metadata; drop table block_device_mapping; drop table instance_actions;
        alter table instances drop column hidden; alter table shadow_instances drop column hidden`);
    }
    const found = await orphansOf(cloud.places());
    const { [imageOf(1)]: _, ...gone } = WHOLE;
    expect(columnOf(found, "instance_state")).toEqual(gone);
    const holds = columnOf(found, "holds");
    expect(holds[imageOf(2)]).toEqual(["booted:1", "unread:cell0", "unread:cell1"]);
    expect(holds[imageOf(4)]).toEqual(["unread:cell0", "unread:cell1"]);
    expect(columnOf(found, "verdict")[imageOf(4)]).toBe("unverified");
    // A warning for each cell, once, and a complete report.
    expect(found.notes.filter((note) => note.includes("instance_system_metadata"))).toHaveLength(2);
    expect(found.shortfalls).toEqual([]);
  });

  test("an API database from before queued_for_delete and request specs", async () => {
    await using cloud = await smallCloud(engine);
    await cloud.api.run(
      "alter table instance_mappings drop column queued_for_delete; drop table request_specs",
    );
    const found = await orphansOf(cloud.places());
    expect(columnOf(found, "holds")[imageOf(4)]).toEqual(["unread:nova-api"]);
    expect(found.shortfalls).toEqual([]);
  });

  test("an API database without build requests: what has no cell yet may be being built", async () => {
    await using cloud = await smallCloud(engine);
    await cloud.api.run("drop table build_requests");
    const found = await imagesOf(cloud.places());
    expect(columnOf(found, "instance_state")).toEqual({ ...WHOLE, [imageOf(5)]: "unknown" });
    expect(found.shortfalls).toEqual([expect.stringContaining("no build_requests")]);
    expect(columnOf(await orphansOf(cloud.places()), "holds")[imageOf(4)]).toEqual(["unread:nova-api"]);
  });

  test.each([
    ["volume_glance_metadata", "cinder"],
    ["image_members", "glance"],
    ["image_tags", "glance"],
    ["tasks", "glance"],
  ])("without %s what it could show is unread:%s", async (table, place) => {
    await using cloud = await smallCloud(engine);
    const database = place === "cinder" ? cloud.cinder : cloud.glance;
    if (table === "tasks") await database?.run("drop table task_info");
    await database?.run(`drop table ${table}`);
    const found = await orphansOf(cloud.places());
    expect(columnOf(found, "holds")).toMatchObject({
      [imageOf(2)]: ["booted:1", `unread:${place}`],
      [imageOf(4)]: [`unread:${place}`],
    });
    expect(columnOf(found, "verdict")).toMatchObject({ [imageOf(2)]: "held", [imageOf(4)]: "unverified" });
    expect(found.shortfalls).toEqual([]);
  });

  test("a glance from before Wallaby: only the input of a task names its image", async () => {
    await using cloud = await smallCloud(engine);
    await cloud.glance.run(
      engine === "mysql"
        ? "alter table tasks drop index ix_tasks_image_id, drop column image_id"
        : "drop index ix_tasks_image_id; alter table tasks drop column image_id",
    );
    const task = { type: "import", owner: "p", created_at: OLD, deleted: 0 };
    await cloud.glance.insert("tasks", [
      { id: idOf(1), status: "processing", ...task },
      { id: idOf(2), status: "success", ...task },
    ]);
    await cloud.glance.insert("task_info", [
      { task_id: idOf(1), input: JSON.stringify({ image_id: imageOf(3) }) },
      { task_id: idOf(2), input: JSON.stringify({ image_id: imageOf(4) }) },
    ]);
    const holds = columnOf(await orphansOf(cloud.places()), "holds");
    expect(holds).toMatchObject({ [imageOf(3)]: ["task"], [imageOf(4)]: [] });
    await cloud.glance.run("drop table task_info");
    const blind = columnOf(await orphansOf(cloud.places()), "holds");
    expect(blind).toMatchObject({ [imageOf(3)]: ["unread:glance"], [imageOf(4)]: ["unread:glance"] });
  });
});

/** The cloud through an account that may read all that is granted but one table. */
async function without(
  cloud: HandMadeCloud,
  service: "nova-cell" | "nova-api" | "cinder" | "glance",
  table: string,
) {
  const databases = {
    glance: [cloud.glance],
    "nova-api": [cloud.api],
    cinder: [cloud.cinder],
    "nova-cell": cloud.cells,
  };
  const grants = Object.entries(databases).flatMap(([of, some]) =>
    GRANTED_TABLES[of as typeof service].flatMap(({ name }) =>
      of === service && name === table
        ? []
        : some.map(
            (one) => `GRANT SELECT ON \`${databaseOf(one as TestDatabase)}\`.\`${name}\` TO {account}`,
          ),
    ),
  );
  const account = await scratchAccount(databaseOf(cloud.glance), grants);
  const whereOf = (database: TestDatabase | undefined) =>
    parseUrl("test", account.urlFor(databaseOf(database as TestDatabase))).where;
  const places = cloud.places(
    { api: { where: whereOf(cloud.api), templateBase: undefined } },
    { glance: whereOf(cloud.glance), cinder: whereOf(cloud.cinder) },
  );
  // A stored account that could read everything must not be what is tested.
  await cloud.api.run(
    cloud.cells
      .map(
        (cell, at) =>
          `update cell_mappings set database_connection = '${account.urlFor(databaseOf(cell))}' where id = ${at + 1}`,
      )
      .join(";"),
  );
  return { places, [Symbol.asyncDispose]: () => account.drop() };
}

describe("tables that the account may not read", () => {
  test.each([
    ["nova-cell", "instance_system_metadata", WHOLE, ["unread:cell0", "unread:cell1"]],
    ["nova-cell", "block_device_mapping", WHOLE, ["unread:cell0", "unread:cell1"]],
    ["nova-cell", "shadow_instances", states("alive", "deleted", "unknown", "unknown", "unknown"), undefined],
    ["nova-cell", "instances", states("unknown", "unknown", "unknown", "unknown", "unknown"), undefined],
    ["nova-api", "request_specs", WHOLE, ["unread:nova-api"]],
    ["nova-api", "build_requests", { ...WHOLE, [imageOf(5)]: "unknown" }, ["unread:nova-api"]],
    ["cinder", "volume_glance_metadata", WHOLE, ["unread:cinder"]],
    ["glance", "image_tags", WHOLE, ["unread:glance"]],
    ["glance", "image_members", WHOLE, ["unread:glance"]],
    ["glance", "tasks", WHOLE, ["unread:glance"]],
  ] as const)("%s: %s", async (service, table, expected, unread) => {
    await using cloud = await smallCloud("mysql");
    await using made = await without(cloud, service, table);
    const found = await imagesOf(made.places);
    expect(columnOf(found, "instance_state")).toEqual(expected);
    const incomplete = Object.values(expected).includes("unknown");
    expect(found.shortfalls.length > 0).toBe(incomplete);
    const holds = columnOf(await orphansOf(made.places), "holds");
    expect(holds[imageOf(4)]).toEqual(unread);
  });
});

/** A server converts no column that a foreign key uses: these go first. */
async function convert(database: TestDatabase, set: string): Promise<void> {
  const keys = await database.rows(
    "select table_name as owner, constraint_name as name from information_schema.referential_constraints where constraint_schema = database()",
  );
  const tables = await database.rows(
    "select table_name as name from information_schema.tables where table_schema = database()",
  );
  const statements = [
    ...keys.map(({ owner, name }) => `alter table \`${owner}\` drop foreign key \`${name}\``),
    ...tables.map(({ name }) => `alter table \`${name}\` convert to ${set}`),
  ];
  await database.run(statements.join(";"));
}

describe("character sets and collations that differ from database to database", () => {
  const SETS = [
    "character set utf8mb4 collate utf8mb4_bin",
    "character set utf8mb4 collate utf8mb4_unicode_ci",
    "character set latin1 collate latin1_german1_ci",
  ];

  test("every state and hold is found all the same", async () => {
    await using cloud = await smallCloud("mysql");
    await convert(cloud.cells[0] as TestDatabase, SETS[2] ?? "");
    await convert(cloud.cells[1] as TestDatabase, SETS[0] ?? "");
    await convert(cloud.api, SETS[0] ?? "");
    await convert(cloud.cinder as TestDatabase, SETS[1] ?? "");
    const found = await imagesOf(cloud.places());
    expect(columnOf(found, "instance_state")).toEqual(WHOLE);
    expect(found.shortfalls).toEqual([]);
    const orphans = await orphansOf(cloud.places());
    expect(columnOf(orphans, "holds")).toMatchObject({ [imageOf(2)]: ["booted:1"], [imageOf(4)]: [] });
    expect(orphans.shortfalls).toEqual([]);
    // With a binary collation capitals are another text: they are asked for as well.
    await cloud.cells[1]?.run("update instances set uuid = upper(uuid)");
    await cloud.api.run("update instance_mappings set instance_uuid = upper(instance_uuid)");
    expect(columnOf(await imagesOf(cloud.places()), "instance_state")).toEqual(WHOLE);
  });

  test("another glance: utf8mb4 beside cells in utf8mb3", async () => {
    await using cloud = await smallCloud("mysql");
    await convert(cloud.glance, SETS[1] ?? "");
    await cloud.glance.run(`update images set name = '😀 web' where id = '${imageOf(2)}'`);
    const found = await orphansOf(cloud.places());
    expect(columnOf(found, "name")[imageOf(2)]).toBe("😀 web");
    expect(columnOf(found, "instance_state")[imageOf(2)]).toBe("deleted");
  });
});
