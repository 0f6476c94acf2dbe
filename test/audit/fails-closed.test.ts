import { createConnection } from "mysql2/promise";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseUrl } from "../../src/connect/parse-url.ts";
import { startProxy, type FaultProxy } from "../support/proxy.ts";
import { runCli } from "../support/run-cli.ts";
import { ENGINES, type TestDatabase } from "../read/test-database.ts";
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

/** Image 1 is of a live server, 2 of a deleted one, 3 of one that is nowhere, 4 of an archived, 5 of a stale one. */
async function fill(cloud: HandMadeCloud): Promise<void> {
  await cloud.mapCells();
  for (const at of [1, 2, 3, 4, 5]) await cloud.addImage(at);
  await cloud.cells[1]?.insert("instances", [server(1), deleted(2)]);
  await cloud.cells[2]?.insert("shadow_instances", [deleted(4)]);
  for (const [at, cell] of [
    [1, 2],
    [2, 2],
    [5, 3],
  ] as const)
    await cloud.map(at, cell);
}

const IMAGES = [1, 2, 3, 4, 5].map(imageOf);

/** `orphans` as its users run it. */
async function orphans(cloud: HandMadeCloud, more: readonly string[] = []) {
  const places = ["--glance", cloud.glance.url, "--nova-api", cloud.api.url];
  const { code, stdout, stderr } = await runCli(["orphans", ...places, "-f", "json", ...more]);
  const { rows, totals, audit } = JSON.parse(stdout) as {
    readonly rows: readonly {
      readonly image_id: string;
      readonly certainty: string;
      readonly verdict: string;
    }[];
    readonly totals: Readonly<Record<string, number>>;
    readonly audit: { readonly complete: boolean; readonly reason: string | null };
  };
  const listed = rows.map(({ image_id, certainty }) => `${IMAGES.indexOf(image_id) + 1} ${certainty}`);
  return { code, stderr, rows, listed, undetermined: totals["undetermined"], ...audit };
}

describe.each(ENGINES)("on %s", (engine) => {
  let cloud: HandMadeCloud;
  beforeAll(async () => {
    cloud = await handMadeCloud(engine, 3);
    await fill(cloud);
  });
  afterAll(() => cloud[Symbol.asyncDispose]());

  test("when all is read, four are gone", async () => {
    expect(await orphans(cloud)).toMatchObject({
      code: 0,
      listed: ["2 proven", "3 presumed", "4 proven", "5 presumed"],
      undetermined: 0,
      complete: true,
      reason: null,
      stderr: expect.stringContaining("presumed: no other nova uses this glance"),
    });
  });

  test("--shared-glance: what is nowhere is counted and not listed", async () => {
    const found = await orphans(cloud, ["--shared-glance", "--fail-on", "any"]);
    expect(found).toMatchObject({ code: 4, undetermined: 1, complete: false });
    expect(found.listed).toEqual(["2 proven", "4 proven", "5 presumed"]);
    expect(found.stderr).toMatch(/NOT COMPLETE: .*1 image: .*--shared-glance/);
  });

  test("a cell that cannot be reached", async () => {
    const nowhere = engine === "sqlite" ? "sqlite:////nowhere/nova.db" : "mysql://u:secret@127.0.0.1:1/nova";
    const found = await orphans(cloud, ["--cell", `cell2=${nowhere}`, "--fail-on", "any"]);
    expect(found).toMatchObject({ code: 4, listed: ["2 proven"], undetermined: 3, complete: false });
    expect(found.reason).toMatch(
      /not known what became of the instances of 3 images: the cell cell2 was not read/,
    );
    expect(found.stderr + String(found.reason)).not.toContain("secret");
    expect(found.rows[0]?.verdict).toBe("unverified");
  });

  test("an API database that cannot be reached, beside a cell that can", async () => {
    const nowhere =
      engine === "sqlite" ? "sqlite:////nowhere/api.db" : "mysql://u:secret@127.0.0.1:1/nova_api";
    const cell = cloud.cells[1]?.url ?? "";
    const places = ["--glance", cloud.glance.url, "--nova-api", nowhere, "--nova", cell];
    const { code, stdout } = await runCli(["orphans", ...places, "-f", "json"]);
    const { rows, totals, audit } = JSON.parse(stdout);
    expect({ code, rows, complete: audit.complete }).toEqual({ code: 4, rows: [], complete: false });
    // The deleted one may live on in a cell that only the API database knows.
    expect(totals.undetermined).toBe(4);
  });

  test("shadow tables that are not there decide nothing", async () => {
    await cloud.cells[2]?.run("alter table shadow_instances rename to elsewhere");
    try {
      const found = await orphans(cloud);
      expect(found).toMatchObject({ code: 4, listed: ["2 proven"], undetermined: 3 });
      expect(found.reason).toMatch(/cell2 has no shadow_instances that could be read/);
    } finally {
      await cloud.cells[2]?.run("alter table elsewhere rename to shadow_instances");
    }
  });

  test("a shadow table that is not needed is not missed", async () => {
    await cloud.cells[2]?.run("alter table shadow_instances rename to elsewhere");
    try {
      const found = await orphans(cloud, ["--image", [1, 2].map(imageOf).join(",")]);
      expect(found).toMatchObject({ code: 0, listed: ["2 proven"], undetermined: 0 });
    } finally {
      await cloud.cells[2]?.run("alter table elsewhere rename to shadow_instances");
    }
  });
});

describe.each(ENGINES)("cells of another cloud, on %s", (engine) => {
  let cloud: HandMadeCloud;
  beforeAll(async () => {
    cloud = await handMadeCloud(engine, 2);
    await cloud.mapCells();
    for (const at of [1, 2]) await cloud.addImage(at);
  });
  afterAll(() => cloud[Symbol.asyncDispose]());
  beforeEach(async () => {
    for (const cell of cloud.cells) await cell.run("delete from instances; delete from shadow_instances");
  });

  const doubted = { rows: [], totals: expect.objectContaining({ undetermined: 2 }) };

  test("without a single instance", async () => {
    const found = await orphansOf(cloud.places());
    expect(found).toMatchObject(doubted);
    expect(found.shortfalls).toEqual([expect.stringMatching(/not one of glance's references was found/)]);
  });

  test("with instances of which glance names none", async () => {
    await cloud.cells[1]?.insert("instances", [server(50), deleted(51)]);
    await cloud.cells[1]?.insert("shadow_instances", [deleted(52)]);
    expect(await orphansOf(cloud.places())).toMatchObject(doubted);
    const one = { filters: { images: new Set([imageOf(1)]) } };
    expect((await orphansOf(cloud.places(), one)).totals["undetermined"]).toBe(1);
    expect(
      (await orphansOf(cloud.places(), { open: { consistency: "chunked" } })).totals["undetermined"],
    ).toBe(2);
  });

  test("the operator's word outweighs that", async () => {
    const found = await orphansOf(cloud.places({ cellsComplete: true }));
    expect(columnOf(found, "certainty")).toEqual({ [imageOf(1)]: "presumed", [imageOf(2)]: "presumed" });
    expect(found.shortfalls).toEqual([]);
  });

  test.each([
    ["alive", "instances", server(2)],
    ["deleted", "instances", deleted(2)],
    ["archived", "shadow_instances", deleted(2)],
  ] as const)(
    "one other reference of glance, %s, ends the doubt for a narrow run as for a whole one",
    async (_, table, row) => {
      await cloud.cells[1]?.insert(table, [row]);
      const whole = await imagesOf(cloud.places());
      expect(columnOf(whole, "instance_state")[imageOf(1)]).toBe("untraceable");
      for (const consistency of ["snapshot", "chunked"] as const) {
        const filters = { images: new Set([imageOf(1)]) };
        const narrow = await imagesOf(cloud.places(), { filters, open: { consistency } });
        expect(columnOf(narrow, "instance_state")).toEqual({ [imageOf(1)]: "untraceable" });
        expect(narrow.shortfalls).toEqual([]);
      }
    },
  );

  test("a reference that a deleted image once had ends no doubt", async () => {
    await cloud.cells[1]?.insert("instances", [server(3)]);
    await cloud.addImage(3, {}, { deleted: 1, status: "deleted" });
    const filters = { images: new Set([imageOf(1)]) };
    expect((await orphansOf(cloud.places(), { filters })).totals["undetermined"]).toBe(1);
  });
});

describe("a connection that is lost while a table is read", () => {
  let cloud: HandMadeCloud;
  let proxy: FaultProxy;
  beforeAll(async () => {
    cloud = await handMadeCloud("mysql", 3, ["cinder", "keystone"]);
    await fill(cloud);
    proxy = await startProxy(cloud.api.url);
    await cloud.cells[1]?.insert("instances", [server(90, { vm_state: "shelved" })]);
    await cloud.cells[1]?.insert("instance_system_metadata", [
      { instance_uuid: serverOf(90), key: "shelved_image_id", value: idOf(1), deleted: 0 },
    ]);
    const volume = { source_type: "snapshot", snapshot_id: idOf(1), boot_index: 0 };
    const none = { image_type: undefined, instance_uuid: undefined, image_location: undefined };
    await cloud.addImage(6, { ...none, block_device_mapping: JSON.stringify([volume]) });
    await cloud.cinder?.run(`
      insert into volumes (id, volume_type_id, deleted) values ('${idOf(1)}', 't', 0);
      insert into volume_glance_metadata (volume_id, \`key\`, value, deleted) values ('${idOf(1)}', 'image_id', 'x', 0)`);
    await cloud.api.run(`insert into request_specs (instance_uuid, spec) values ('${serverOf(1)}', '{}')`);
  });
  beforeEach(() => {
    proxy.onQuery = () => "forward";
  });
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await cloud[Symbol.asyncDispose]();
  });

  const through = (database: TestDatabase | undefined) =>
    parseUrl("test", proxy.url(database?.url ?? "")).where;
  const run = async () => {
    const nova = {
      api: { where: through(cloud.api), templateBase: undefined },
      overrides: [{ cell: "cell1", where: through(cloud.cells[1]) }],
    };
    const others = { cinder: through(cloud.cinder), keystone: through(cloud.keystone) };
    const { rows, totals, shortfalls } = await orphansOf(cloud.places(nova, others));
    const listed = rows.map(
      (row) =>
        `${IMAGES.indexOf(String(row["image_id"])) + 1} ${String(row["certainty"])} ${String(row["verdict"])}`,
    );
    return { listed, undetermined: totals["undetermined"], reason: shortfalls.join(" ") };
  };

  test("undisturbed, nothing is missing", async () => {
    expect(await run()).toEqual({
      listed: [
        "2 proven reclaimable",
        "3 presumed reclaimable",
        "4 proven reclaimable",
        "5 presumed reclaimable",
      ],
      undetermined: 0,
      reason: "",
    });
  });

  test.each([
    // What the cell could still know is not called gone.
    [/from `instances`/, ["4 proven unverified"], 4],
    [/from `instance_system_metadata`/, ["4 proven unverified"], 3],
    [/from `block_device_mapping`/, ["4 proven unverified"], 3],
    // Who needs which image was read before.
    [/from `shadow_instances`/, ["4 proven reclaimable"], 3],
    [/from `cell_mappings`/, [], 5],
    [/from `instance_mappings`/, ["2 proven unverified", "4 proven unverified"], 2],
    [/from `build_requests`(?! as)/, ["2 proven unverified", "4 proven unverified"], 2],
    [
      /from `request_specs`/,
      ["2 proven unverified", "3 presumed unverified", "4 proven unverified", "5 presumed unverified"],
      0,
    ],
    [
      /from `volume_glance_metadata`/,
      ["2 proven unverified", "3 presumed unverified", "4 proven unverified", "5 presumed unverified"],
      0,
    ],
    [
      /from `snapshots`/,
      ["2 proven unverified", "3 presumed unverified", "4 proven unverified", "5 presumed unverified"],
      0,
    ],
    [
      /from `project`/,
      ["2 proven reclaimable", "3 presumed reclaimable", "4 proven reclaimable", "5 presumed reclaimable"],
      0,
    ],
  ])("%s", async (statement, listed, undetermined) => {
    proxy.onQuery = (sql) => (statement.test(sql) ? "cut" : "forward");
    const found = await run();
    expect(found).toMatchObject({ listed, undetermined, reason: expect.stringMatching(/was lost/) });
  });

  test("a time limit", async () => {
    const holder = await createConnection({ uri: cloud.cells[1]?.url ?? "" });
    try {
      await holder.query("LOCK TABLES instances WRITE");
      // More than a busy server takes for the statements that do not hang.
      const found = await orphans(cloud, ["--statement-timeout", "3"]);
      expect(found).toMatchObject({ code: 4, listed: ["4 proven"], complete: false });
      expect(found.reason).toMatch(/longer than the time limit|stayed locked|was lost/);
    } finally {
      await holder.end();
    }
  });
});
