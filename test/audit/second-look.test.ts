import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseUrl } from "../../src/connect/parse-url.ts";
import { startProxy, type FaultProxy, type QueryFate } from "../support/proxy.ts";
import { withGeneralLog } from "../support/general-log.ts";
import { scratchAccount } from "../support/mysql.ts";
import type { StoredRow, TestDatabase } from "../read/test-database.ts";
import { tablesOf } from "../guard/statement-rules.ts";
import { deleted, handMadeCloud, imageOf, server, serverOf, type HandMadeCloud } from "./hand-made-cloud.ts";
import { columnOf, orphansOf } from "./listings.ts";

const whereOf = (url: string) => parseUrl("test", url).where;

let cloud: HandMadeCloud;
let proxy: FaultProxy;
beforeAll(async () => {
  cloud = await handMadeCloud("mysql", 2);
  await cloud.mapCells();
  for (const at of [1, 2, 3]) await cloud.addImage(at);
  proxy = await startProxy(cloud.cells[1]?.url ?? "");
});
beforeEach(async () => {
  proxy.onQuery = () => "forward";
  await cloud.cells[1]?.run("delete from instances; delete from shadow_instances");
  await cloud.api.run("delete from build_requests; delete from instance_mappings");
  // 1 is alive, 2 archived, 3 nowhere.
  await cloud.cells[1]?.insert("instances", [server(1)]);
  await cloud.cells[1]?.insert("shadow_instances", [deleted(2)]);
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await cloud[Symbol.asyncDispose]();
});

const places = () => cloud.places({ overrides: [{ cell: "cell1", where: whereOf(proxy.url()) }] });

/** Does something when the cell is opened for the second look, before that look's moment. */
function betweenTheLooks(act: () => Promise<void>): void {
  let opened = 0;
  proxy.onQuery = async (sql): Promise<QueryFate> => {
    if (!sql.startsWith("SET SESSION TRANSACTION")) return "forward";
    opened += 1;
    if (opened === 2) await act();
    return "forward";
  };
}

const insert = (database: TestDatabase | undefined, table: string, row: StoredRow) =>
  database?.insert(table, [row]) ?? Promise.resolve();

describe("a server that is made while the databases are read", () => {
  test("undisturbed, two are gone", async () => {
    const { rows, shortfalls } = await orphansOf(places());
    expect(rows.map((row) => row["instance_state"])).toEqual(["archived", "untraceable"]);
    expect(shortfalls).toEqual([]);
  });

  test.each([
    ["its row", () => insert(cloud.cells[1], "instances", server(3))],
    [
      "its row, soft-deleted at once",
      () => insert(cloud.cells[1], "instances", server(3, { vm_state: "soft-delete" })),
    ],
    ["its mapping to a cell", () => cloud.map(3, 2)],
    ["its mapping to no cell yet", () => cloud.map(3, null)],
    [
      "its build request",
      () =>
        insert(cloud.api, "build_requests", { instance_uuid: serverOf(3), project_id: "p", instance: "{}" }),
    ],
  ])("%s keeps its image off the list", async (_, make) => {
    for (const consistency of ["snapshot", "chunked"] as const) {
      await cloud.cells[1]?.run(`delete from instances where uuid = '${serverOf(3)}'`);
      await cloud.api.run("delete from build_requests; delete from instance_mappings");
      betweenTheLooks(make);
      const found = await orphansOf(places(), { open: { consistency } });
      expect(columnOf(found, "instance_state")).toEqual({ [imageOf(2)]: "archived" });
      expect(found.totals).toMatchObject({ printed: 1, undetermined: 0 });
      expect(found.shortfalls).toEqual([]);
    }
  });

  test("made and deleted meanwhile, it is proven gone", async () => {
    betweenTheLooks(() => insert(cloud.cells[1], "instances", deleted(3)));
    const found = await orphansOf(places());
    expect(columnOf(found, "certainty")).toEqual({ [imageOf(2)]: "proven", [imageOf(3)]: "proven" });
  });

  test("an archived one that is there again", async () => {
    betweenTheLooks(() => insert(cloud.cells[1], "instances", server(2)));
    const found = await orphansOf(places());
    expect(columnOf(found, "certainty")).toEqual({ [imageOf(3)]: "presumed" });
  });

  test("without holds it is looked for all the same", async () => {
    betweenTheLooks(() => insert(cloud.cells[1], "instances", server(3)));
    const columns = new Set(["image_id", "instance_state"]);
    const found = await orphansOf(places(), { orphans: { columns } });
    expect(columnOf(found, "instance_state")).toEqual({ [imageOf(2)]: "archived" });
  });

  test("a second look that fails makes what was presumed unknown, and the run incomplete", async () => {
    let opened = 0;
    proxy.onQuery = (sql) => {
      if (sql.startsWith("SET SESSION TRANSACTION")) opened += 1;
      return opened === 2 ? "cut" : "forward";
    };
    const found = await orphansOf(places());
    expect(columnOf(found, "instance_state")).toEqual({ [imageOf(2)]: "archived" });
    expect(found.totals["undetermined"]).toBe(1);
    expect(found.shortfalls.length).toBeGreaterThan(0);
  });
});

/** The statements of one run, under an account of its own. */
async function statements(options: Parameters<typeof orphansOf>[1]): Promise<string[]> {
  const names = [cloud.glance, cloud.api, ...cloud.cells].map(({ url }) => new URL(url).pathname.slice(1));
  await using account = await scratchAccount(names);
  const [glance = "", api = ""] = names.map((name) => account.urlFor(name));
  const given = cloud.places(
    { api: { where: whereOf(api), templateBase: undefined } },
    { glance: whereOf(glance) },
  );
  const log = await withGeneralLog(() => orphansOf(given, options));
  return log.filter(({ user }) => user === account.user).map(({ sql }) => sql);
}

describe("what the server is asked", () => {
  const shadow = /shadow_instances/;

  test("shadow tables once and alone, if somebody is left over", async () => {
    for (const consistency of ["snapshot", "chunked"] as const) {
      const found = (await statements({ open: { consistency } })).filter((sql) => shadow.test(sql));
      // Both cells; the last one by id, for the name of an archived server.
      expect(found.filter((sql) => /`id` > /.test(sql))).toHaveLength(2);
      expect(found.filter((sql) => !/`id` > /.test(sql))).toEqual([
        expect.stringMatching(/where `id` in \(\d+\)$/),
      ]);
      for (const sql of found) expect(tablesOf(sql)).toEqual(["shadow_instances"]);
    }
  });

  test("no shadow table where every server has a row", async () => {
    await cloud.cells[1]?.insert("instances", [deleted(2), server(3)]);
    const found = await statements({});
    expect(found.filter((sql) => /from `instances`/.test(sql))).not.toEqual([]);
    expect(found.filter((sql) => shadow.test(sql))).toEqual([]);
  });

  test("no table of needs where no column asks for them", async () => {
    const columns = new Set(["image_id", "instance_uuid", "instance_state"]);
    const tables = new Set((await statements({ orphans: { columns } })).flatMap(tablesOf));
    expect([...tables].filter((table) => !table.startsWith("information_schema"))).toEqual(
      expect.arrayContaining([
        "images",
        "image_properties",
        "instances",
        "shadow_instances",
        "cell_mappings",
      ]),
    );
    for (const needed of ["block_device_mapping", "request_specs", "image_tags", "tasks"])
      expect(tables).not.toContain(needed);
  });
});
