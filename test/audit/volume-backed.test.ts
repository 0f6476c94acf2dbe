import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENGINES, type StoredRow } from "../read/test-database.ts";
import {
  deleted,
  ENDED,
  handMadeCloud,
  idOf,
  imageOf,
  OLD,
  server,
  serverOf,
  type HandMadeCloud,
} from "./hand-made-cloud.ts";
import { columnOf, imagesOf, orphansOf } from "./listings.ts";

/** When the snapshots were made. */
const MADE = "2026-01-01 12:00:00";
const BEFORE = "2025-06-01 00:00:00";
const AFTER = "2026-01-02 00:00:00";

/** An attachment of a volume to the server of that number. */
interface Attached {
  readonly to: number;
  readonly from?: string | null;
  readonly until?: string | null;
  readonly more?: StoredRow;
}

interface Case {
  readonly name: string;
  /** The number of the server that cinder leads to: even ones are deleted, odd ones live. */
  readonly leadsTo: number | undefined;
  readonly attached?: readonly Attached[];
  readonly snapshot?: StoredRow;
  /** No row of the snapshot is left. */
  readonly purged?: true;
  readonly devices?: (snapshot: string) => unknown;
  readonly properties?: Readonly<Record<string, string | undefined>>;
  readonly gib?: number;
}

const device = (snapshot: string, more: object = {}) => ({
  source_type: "snapshot",
  destination_type: "volume",
  snapshot_id: snapshot,
  boot_index: 0,
  ...more,
});
const bare = {
  image_type: undefined,
  instance_uuid: undefined,
  image_location: undefined,
  base_image_ref: "",
};

const CASES: readonly Case[] = [
  { name: "attached when it was made", leadsTo: 900, attached: [{ to: 900, from: BEFORE }] },
  { name: "attached to a live server when it was made", leadsTo: 901, attached: [{ to: 901, from: BEFORE }] },
  {
    name: "detached since, as its server was deleted",
    leadsTo: 900,
    attached: [{ to: 900, from: BEFORE, until: AFTER, more: { deleted: 1, deleted_at: AFTER } }],
  },
  {
    name: "attached to one server after the other: the one of that moment",
    leadsTo: 900,
    attached: [
      { to: 902, from: BEFORE, until: "2025-07-01 00:00:00" },
      { to: 900, from: "2025-07-01 00:00:01", until: AFTER },
      { to: 901, from: AFTER },
    ],
  },
  { name: "attached only later", leadsTo: undefined, attached: [{ to: 900, from: AFTER }] },
  {
    name: "detached before",
    leadsTo: undefined,
    attached: [{ to: 900, from: BEFORE, until: "2025-12-31 00:00:00" }],
  },
  {
    name: "attached and detached at that very second",
    leadsTo: 900,
    attached: [{ to: 900, from: MADE, until: MADE }],
  },
  {
    name: "without times of its own: those of the row",
    leadsTo: 900,
    attached: [{ to: 900, from: null, more: { created_at: BEFORE } }],
  },
  { name: "never attached", leadsTo: undefined },
  {
    name: "attached to a host only",
    leadsTo: undefined,
    attached: [{ to: 900, from: BEFORE, more: { instance_uuid: null } }],
  },
  {
    name: "the server in capitals in cinder",
    leadsTo: 900,
    attached: [{ to: 900, from: BEFORE, more: { instance_uuid: serverOf(900).toUpperCase() } }],
  },
  {
    name: "its snapshot is deleted: it still leads there, but holds no bytes",
    leadsTo: 900,
    attached: [{ to: 900, from: BEFORE }],
    snapshot: { deleted: 1, status: "deleted" },
    gib: 0,
  },
  { name: "its snapshot is purged", leadsTo: undefined, attached: [{ to: 900, from: BEFORE }], purged: true },
  {
    name: "it names a live server, whose image it inherited: cinder says better",
    leadsTo: 900,
    attached: [{ to: 900, from: BEFORE }],
    properties: { instance_uuid: serverOf(901), image_type: "snapshot", image_location: "snapshot" },
  },
  {
    name: "it names a deleted server, and cinder leads nowhere",
    leadsTo: undefined,
    properties: { instance_uuid: serverOf(900), image_type: "snapshot", image_location: "snapshot" },
  },
  {
    name: "a backup by its properties, whose named server lives",
    leadsTo: 900,
    attached: [{ to: 900, from: BEFORE }],
    properties: { instance_uuid: serverOf(901), image_type: "backup" },
  },
  {
    name: "the root disk is not the first one, and another disk counts as well",
    leadsTo: 900,
    gib: 80,
    attached: [{ to: 900, from: BEFORE }],
    devices: (snapshot) => [device(idOf(9), { boot_index: 1 }), device(snapshot, { boot_index: "0" })],
  },
  {
    name: "one snapshot named twice counts once",
    leadsTo: 900,
    attached: [{ to: 900, from: BEFORE }],
    devices: (snapshot) => [device(snapshot), device(snapshot.toUpperCase(), { boot_index: 1 })],
  },
  {
    name: "block devices that are no JSON",
    leadsTo: undefined,
    attached: [{ to: 900, from: BEFORE }],
    devices: () => "[{",
  },
  { name: "block devices without a snapshot", leadsTo: undefined, devices: () => [{ volume_id: idOf(1) }] },
  {
    name: "block devices that bdm_v2 alone speaks of",
    leadsTo: undefined,
    attached: [{ to: 900, from: BEFORE }],
    properties: { block_device_mapping: undefined },
  },
];

const numberOf = (index: number): number => index + 1;
const GIB = 2 ** 30;

async function fill(cloud: HandMadeCloud): Promise<void> {
  await cloud.mapCells();
  await cloud.cells[1]?.insert("instances", [deleted(900), server(901), deleted(902)]);
  for (const [index, { name, attached = [], snapshot, purged, devices, properties }] of CASES.entries()) {
    const at = numberOf(index);
    const id = idOf(at);
    const mapping = devices === undefined ? [device(id)] : devices(id);
    const block_device_mapping = typeof mapping === "string" ? mapping : JSON.stringify(mapping);
    const whole = { ...bare, bdm_v2: "True", block_device_mapping, ...properties };
    await cloud.addImage(at, whole, { name, size: 0 });
    await cloud.cinder?.insert("volumes", [{ id, volume_type_id: "t", deleted: 0 }]);
    if (!purged) {
      await cloud.cinder?.insert("snapshots", [
        {
          id,
          volume_id: id,
          volume_type_id: "t",
          status: "available",
          created_at: MADE,
          volume_size: 40,
          deleted: 0,
          ...snapshot,
        },
      ]);
    }
    for (const [order, { to, from, until = null, more }] of attached.entries()) {
      await cloud.cinder?.insert("volume_attachment", [
        {
          id: idOf(at * 100 + order),
          volume_id: id,
          instance_uuid: serverOf(to),
          attach_time: from ?? null,
          detach_time: until,
          created_at: from ?? null,
          deleted_at: null,
          deleted: 0,
          ...more,
        },
      ]);
    }
  }
}

const stateOf = (at: number | undefined): string | null =>
  at === undefined ? null : at % 2 === 0 ? "deleted" : "alive";
const byName = (values: Record<string, unknown>) =>
  CASES.map(({ name }, index) => `${name}: ${String(values[imageOf(numberOf(index))])}`);

describe.each(ENGINES)("on %s", (engine) => {
  let cloud: HandMadeCloud;
  beforeAll(async () => {
    cloud = await handMadeCloud(engine, 2, ["cinder", "keystone"]);
    await fill(cloud);
    await cloud.keystone?.run(
      "insert into project (id, name, domain_id, is_domain) values ('p', 'web', 'p', 0)",
    );
  });
  afterAll(() => cloud[Symbol.asyncDispose]());

  test.each(["snapshot", "chunked"] as const)("cinder leads to the server, %s", async (consistency) => {
    const found = await imagesOf(cloud.places(), { open: { consistency } });
    expect(byName(columnOf(found, "instance_state"))).toEqual(
      CASES.map(({ name, leadsTo }) => `${name}: ${String(stateOf(leadsTo))}`),
    );
    // What the image itself says is printed as it stands.
    expect(columnOf(found, "instance_uuid")[imageOf(14)]).toBe(serverOf(901));
    expect(found.shortfalls).toEqual([]);
  });

  test("without cinder the state of every one is empty, whatever it names", async () => {
    const found = await imagesOf(cloud.places({}, { cinder: undefined }));
    expect(new Set(Object.values(columnOf(found, "instance_state")))).toEqual(new Set([null]));
    expect((await orphansOf(cloud.places({}, { cinder: undefined }))).rows).toEqual([]);
  });

  test("orphans name the server that was judged, and count the bytes that cinder holds", async () => {
    const found = await orphansOf(cloud.places());
    const orphans = CASES.filter(({ leadsTo }) => leadsTo === 900);
    expect(found.rows.map(({ name }) => name)).toEqual(orphans.map(({ name }) => name));
    for (const row of found.rows) {
      expect(row).toMatchObject({
        instance_uuid: serverOf(900),
        instance_name: "server-900",
        instance_deleted_at: `${ENDED.replace(" ", "T")}Z`,
        kind: "volume-snapshot",
        size_bytes: 0,
        owner_name: "web",
        cell: "cell1",
      });
    }
    const bytes = orphans.reduce((sum, { gib = 40 }) => sum + gib * GIB, 0);
    expect(Number(found.totals["proven_bytes"])).toBe(bytes);
  });

  test("nova counts a backup by the server that it names, which lives", async () => {
    const holds = columnOf(await orphansOf(cloud.places()), "holds");
    const index = CASES.findIndex(({ properties }) => properties?.["image_type"] === "backup");
    expect(holds[imageOf(numberOf(index))]).toEqual(["backup-rotation"]);
    const others = Object.entries(holds).filter(([id]) => id !== imageOf(numberOf(index)));
    expect(new Set(others.map(([, names]) => String(names)))).toEqual(new Set([""]));
  });

  test("a cinder that cannot be read: nothing is claimed on its account, and the run is not complete", async () => {
    const nowhere = { engine: "sqlite", path: "/nowhere/cinder.db", sources: {} } as const;
    const found = await orphansOf(cloud.places({}, { cinder: nowhere }));
    expect(found.rows).toEqual([]);
    expect(found.shortfalls.join(" ")).toMatch(/nowhere/);
  });

  test("a project that keystone does not have has no name", async () => {
    await cloud.glance.run(`update images set owner = 'gone' where id = '${imageOf(1)}'`);
    const names = columnOf(await orphansOf(cloud.places()), "owner_name");
    expect(names[imageOf(1)]).toBeNull();
    expect(names[imageOf(3)]).toBe("web");
  });

  test("live images are as old as they are: --min-age counts what it leaves out", async () => {
    const { rows, totals } = await orphansOf(cloud.places(), { orphans: { createdBefore: OLD } });
    expect(rows).toEqual([]);
    expect(totals["too_young"]).toBe(CASES.filter(({ leadsTo }) => leadsTo === 900).length);
    const later = OLD.replace("00:00:00", "00:00:01");
    expect((await orphansOf(cloud.places(), { orphans: { createdBefore: later } })).totals["too_young"]).toBe(
      0,
    );
  });
});
