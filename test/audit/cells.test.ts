import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseUrl } from "../../src/connect/parse-url.ts";
import type { Where } from "../../src/connect/where.ts";
import { UsageError } from "../../src/errors.ts";
import { scratchAccount, withUrl } from "../support/mysql.ts";
import { runCli } from "../support/run-cli.ts";
import { ENGINES, type Engine, type StoredRow, type TestDatabase } from "../read/test-database.ts";
import {
  deleted,
  handMadeCloud,
  idOf,
  imageOf,
  server,
  serverOf,
  type HandMadeCloud,
} from "./hand-made-cloud.ts";
import { columnOf, imagesOf, orphansOf } from "./listings.ts";

const NOWHERE: Where = { engine: "sqlite", path: "/nowhere/nova.db", sources: {} };
const whereOf = (url: string) => parseUrl("test", url).where;
const databaseOf = ({ url }: TestDatabase) => new URL(url).pathname.slice(1);

/** Image 1 of a live server in cell1, 2 of a deleted one in cell2, 3 of one that is nowhere. */
async function threeImages(engine: Engine): Promise<HandMadeCloud> {
  const cloud = await handMadeCloud(engine, 3, ["keystone"]);
  for (const at of [1, 2, 3]) await cloud.addImage(at);
  await cloud.cells[1]?.insert("instances", [server(1, { image_ref: imageOf(2) })]);
  await cloud.cells[2]?.insert("instances", [deleted(2)]);
  return cloud;
}

/** The mappings anew: rows of cell_mappings say what is different. */
async function remap(cloud: HandMadeCloud, rows: readonly StoredRow[] = []): Promise<void> {
  await cloud.api.run("delete from instance_mappings; delete from cell_mappings");
  await cloud.mapCells(rows);
  await cloud.map(1, 2);
  await cloud.map(2, 3);
}

const STATES = { [imageOf(1)]: "alive", [imageOf(2)]: "deleted", [imageOf(3)]: "untraceable" };
const ids = (states: readonly string[]) =>
  Object.fromEntries(states.map((state, at) => [imageOf(at + 1), state]));

describe.each(ENGINES)("on %s", (engine) => {
  let cloud: HandMadeCloud;
  beforeAll(async () => {
    cloud = await threeImages(engine);
  });
  beforeEach(() => remap(cloud));
  afterAll(() => cloud[Symbol.asyncDispose]());

  test("a given cell that is a discovered one is read once, and is the mapped one", async () => {
    const cells = [cloud.cells[2], cloud.cells[1]].flatMap((cell) => cell?.where ?? []);
    const found = await orphansOf(cloud.places({ cells }));
    expect(found.shortfalls).toEqual([]);
    // Counted twice, the server would boot from it twice.
    expect(found.rows.map((row) => row["holds"])).toEqual([["booted:1", "unread:cinder"], ["unread:cinder"]]);
  });

  test.each([
    ["its name", "cell2"],
    ["its UUID", idOf(2)],
    ["its UUID in capitals", idOf(2).toUpperCase()],
  ])("a cell is reached where --cell says, by %s", async (_, cell) => {
    await remap(cloud, [{}, {}, { database_connection: "mysql://u:secret@127.0.0.1:1/nova" }]);
    const lost = await imagesOf(cloud.places());
    expect(columnOf(lost, "instance_state")).toEqual(ids(["alive", "unknown", "unknown"]));
    expect(lost.shortfalls.join(" ")).not.toContain("secret");
    const where = cloud.cells[2]?.where ?? NOWHERE;
    const found = await imagesOf(cloud.places({ overrides: [{ cell, where }] }));
    expect(columnOf(found, "instance_state")).toEqual(STATES);
    expect(found.shortfalls).toEqual([]);
  });

  test("--cell that names none, several, or one cell twice is wrong usage", async () => {
    await remap(cloud, [{}, { name: "same" }, { name: "same" }]);
    const open = (...cells: string[]) =>
      imagesOf(cloud.places({ overrides: cells.map((cell) => ({ cell, where: NOWHERE })) }));
    await expect(open("no-such-cell")).rejects.toThrow(UsageError);
    await expect(open("no-such-cell")).rejects.toThrow(/--cell no-such-cell: .*cell0, same, same/);
    await expect(open("same")).rejects.toThrow(/more than one cell/);
    await expect(open("cell0", "00000000-0000-0000-0000-000000000000")).rejects.toThrow(UsageError);
    await expect(open(idOf(1), idOf(1))).rejects.toThrow(/given twice/);
    const places = ["--glance", cloud.glance.url, "--nova-api", cloud.api.url];
    const ended = await runCli(["orphans", ...places, "--cell", `no-such-cell=${cloud.glance.url}`]);
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("no-such-cell") });
  });

  test("cells of one name are told apart by their UUIDs, NULL included", async () => {
    await remap(cloud, [{ name: null }, { name: "same" }, { name: "same" }]);
    const { rows } = await orphansOf(cloud.places());
    expect(rows.map((row) => row["cell"])).toEqual([idOf(2), null]);
  });

  test("addresses that are templates are filled from nova.conf, and without it leave their cells unread", async () => {
    const whole = cloud.cells[2]?.url ?? "";
    const [scheme = "", rest = ""] = whole.split("://");
    const template =
      engine === "sqlite" ? "{scheme}:////{path}" : "{scheme}://{username}@{hostname}:{port}/{path}";
    await cloud.api.run(`update cell_mappings set database_connection = '${template}' where id = 3`);
    const base = engine === "sqlite" ? `${scheme}://${rest}` : withUrl(whole, {});
    const api = (templateBase: string | undefined) => ({ api: { where: cloud.api.where, templateBase } });
    expect(columnOf(await imagesOf(cloud.places(api(base))), "instance_state")).toEqual(STATES);
    const found = await imagesOf(cloud.places(api(undefined)));
    expect(columnOf(found, "instance_state")).toEqual(ids(["alive", "unknown", "unknown"]));
    expect(found.shortfalls[0]).toMatch(/cell2 could not be read.*template/);
  });

  test("what was given as another service's database ends the run, a cell's only counts as unread", async () => {
    const glance = ["orphans", "--glance", cloud.glance.url];
    const api = ["--nova-api", cloud.api.url];
    const [wrong, cell] = [cloud.keystone?.url ?? "", cloud.cells[1]?.url ?? ""];
    const ends = await Promise.all(
      [
        [...glance, "--nova-api", cell],
        [...glance, ...api, "--cinder", cell],
        [...glance, ...api, "--keystone", cell],
        [...glance, "--cells-complete", "--nova", cell, "--nova", wrong, "-f", "json"],
        [...glance, "--nova", wrong, "-f", "json"],
      ].map((args) => runCli(args)),
    );
    expect(ends.map(({ code }) => code)).toEqual([3, 3, 3, 4, 4]);
    const names = ["nova-api", "cinder", "keystone", "nova", "nova"];
    for (const [at, { stderr }] of ends.entries()) {
      expect(stderr).toMatch(new RegExp(`not a ${names[at]} database`));
      expect(stderr).not.toMatch(/^ +at /m);
    }
    expect(ends.slice(0, 3).map(({ stdout }) => stdout)).toEqual(["", "", ""]);
    // What the other cell would not know is not called gone.
    const reports = ends.slice(3).map(({ stdout }) => JSON.parse(stdout));
    expect(reports.map(({ rows, audit }) => [rows, audit.complete])).toEqual([
      [[], false],
      [[], false],
    ]);
  });

  test("an API database that names no cell knows of none, whatever cells are given", async () => {
    await cloud.api.run("delete from instance_mappings; delete from cell_mappings");
    const some = [cloud.cells[2]].flatMap((cell) => cell?.where ?? []);
    const found = await orphansOf(cloud.places({ cells: some }));
    expect(columnOf(found, "certainty")).toEqual({ [imageOf(2)]: "proven" });
    expect(columnOf(found, "holds")).toEqual({ [imageOf(2)]: ["unread:nova-api", "unread:cinder"] });
    expect(found.totals["undetermined"]).toBe(2);
    expect(found.shortfalls.join(" ")).toMatch(/cell_mappings of nova-api is empty/);
    const none = await orphansOf(cloud.places());
    expect(none.rows).toEqual([]);
    expect(none.totals["undetermined"]).toBe(3);
  });
});

describe("the accounts for discovered cells", () => {
  let cloud: HandMadeCloud;
  beforeAll(async () => {
    cloud = await threeImages("mysql");
  });
  beforeEach(() => remap(cloud));
  afterAll(() => cloud[Symbol.asyncDispose]());

  /** The cloud whose cell2 is stored with an account of its own. */
  async function withAccounts(cellGrants: readonly string[]) {
    const [cell0, cell1, cell2] = cloud.cells.map(databaseOf);
    const reader = await scratchAccount([databaseOf(cloud.api), cell0 ?? "", cell1 ?? ""]);
    const stored = await scratchAccount(cell2 ?? "", cellGrants);
    const glance = await scratchAccount(databaseOf(cloud.glance));
    await cloud.api.run(`update cell_mappings set database_connection = '${stored.url}' where id = 3`);
    const api = { where: whereOf(reader.url), templateBase: undefined };
    return {
      reader,
      stored,
      places: cloud.places({ api }, { glance: whereOf(glance.url), keystone: undefined }),
      async [Symbol.asyncDispose]() {
        await reader.drop();
        await stored.drop();
        await glance.drop();
      },
    };
  }

  test("that of the API database is refused: the stored one is taken, and said so", async () => {
    await using made = await withAccounts(["SELECT"]);
    const found = await imagesOf(made.places);
    expect(columnOf(found, "instance_state")).toEqual(STATES);
    expect(found.notes.filter((note) => note.includes("refuses the account of --nova-api"))).toEqual([
      expect.stringContaining(`${made.stored.user}@`),
    ]);
    expect(found.notes.join(" ")).not.toContain(made.stored.password);
    const strict = await imagesOf(made.places, { open: { requireReadonlyAccount: true } });
    expect(columnOf(strict, "instance_state")).toEqual(STATES);
    expect(strict.shortfalls).toEqual([]);
  });

  test("a stored account that could write is reported, or with --require-readonly-account refused", async () => {
    await using made = await withAccounts(["SELECT, INSERT"]);
    const found = await imagesOf(made.places);
    expect(columnOf(found, "instance_state")).toEqual(STATES);
    expect(found.notes.join(" ")).toMatch(/could write \(INSERT\)/);
    const strict = await imagesOf(made.places, { open: { requireReadonlyAccount: true } });
    expect(columnOf(strict, "instance_state")).toEqual(ids(["alive", "unknown", "unknown"]));
    expect(strict.shortfalls.join(" ")).toMatch(/could write \(INSERT\)/);
  });

  test("that of the API database may log in but not read instances: the stored one is taken", async () => {
    await using made = await withAccounts(["SELECT"]);
    const cell = databaseOf(cloud.cells[2] as TestDatabase);
    await cloud.api.run(`grant select on \`${cell}\`.instance_actions to ${made.reader.account}`);
    const found = await imagesOf(made.places);
    expect(columnOf(found, "instance_state")).toEqual(STATES);
    expect(found.notes.join(" ")).toContain("refuses the account of --nova-api");
  });

  test("both are refused: the cell is unread", async () => {
    await using made = await withAccounts([]);
    const found = await imagesOf(made.places);
    expect(columnOf(found, "instance_state")).toEqual(ids(["alive", "unknown", "unknown"]));
  });

  test("that of the API database is taken first, although the stored one would do", async () => {
    await using made = await withAccounts(["SELECT"]);
    const cell = databaseOf(cloud.cells[2] as TestDatabase);
    await cloud.api.run(`grant select on \`${cell}\`.* to ${made.reader.account}`);
    await made.stored.drop();
    const found = await imagesOf(made.places);
    expect(columnOf(found, "instance_state")).toEqual(STATES);
    expect(found.notes.join(" ")).not.toContain("refuses the account");
  });
});

test("a mapping to a cell that cell_mappings has lost leaves the server unknown", async () => {
  await using cloud = await handMadeCloud("sqlite", 2);
  await cloud.mapCells();
  for (const at of [1, 2]) await cloud.addImage(at);
  await cloud.cells[1]?.insert("instances", [server(1)]);
  await cloud.api.run(`
    pragma foreign_keys = off;
    insert into instance_mappings (instance_uuid, cell_id, project_id) values ('${serverOf(2)}', 99, 'p')`);
  const found = await imagesOf(cloud.places());
  expect(columnOf(found, "instance_state")).toEqual(ids(["alive", "unknown"]));
  expect(found.shortfalls).toEqual([expect.stringContaining("cell_mappings does not have")]);
});

test("a cell called as a service does not answer for it", async () => {
  await using cloud = await threeImages("sqlite");
  await remap(cloud, [{ name: "cinder" }, { name: "glance" }, { name: "nova-api" }]);
  await cloud.api.run("drop table request_specs");
  const { rows } = await orphansOf(cloud.places());
  expect(rows[1]?.["holds"]).toEqual(["unread:nova-api", "unread:cinder"]);
});
