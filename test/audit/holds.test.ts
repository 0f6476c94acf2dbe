import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENGINES, type StoredRow, type TestDatabase } from "../read/test-database.ts";
import {
  deleted,
  handMadeCloud,
  idOf,
  imageOf,
  OLD,
  server,
  serverOf,
  type HandMadeCloud,
} from "./hand-made-cloud.ts";
import { columnOf, orphansOf } from "./listings.ts";

const times = { created_at: OLD, deleted: 0 };
type Insert = (table: string, row: StoredRow) => Promise<void>;

/** What a case may write: rows of any table, beside the orphan of number `at`. */
interface Pen {
  readonly cloud: HandMadeCloud;
  readonly at: number;
  /** The orphan's id. */
  readonly image: string;
  /** A number of its own for another image or server, which is not listed. */
  readonly other: number;
  readonly cell: Insert;
  readonly cell2: Insert;
  readonly glance: Insert;
  readonly api: Insert;
  readonly cinder: Insert;
  /** Another image, of a live server. */
  readonly otherImage: (properties: Readonly<Record<string, string>>, row?: StoredRow) => Promise<void>;
}

interface Case {
  readonly name: string;
  readonly holds: readonly string[] | ((pen: Pick<Pen, "at" | "other">) => readonly string[]);
  readonly row?: StoredRow;
  readonly properties?: Readonly<Record<string, string | null>>;
  readonly write?: (pen: Pen) => Promise<void>;
}

const live = ({ cell, other }: Pen, more: StoredRow = {}) => cell("instances", server(other, more));
const gone = ({ cell, other }: Pen, more: StoredRow = {}) => cell("instances", deleted(other, more));

const sysmeta = ({ cell, other, image }: Pen, key: string, more: StoredRow = {}) =>
  cell("instance_system_metadata", {
    instance_uuid: serverOf(other),
    key,
    value: image,
    deleted: 0,
    ...more,
  });
const device = ({ cell, other, image }: Pen, more: StoredRow = {}) =>
  cell("block_device_mapping", {
    instance_uuid: serverOf(other),
    image_id: image,
    source_type: "image",
    destination_type: "volume",
    boot_index: 0,
    deleted: 0,
    ...more,
  });
const member = ({ glance, image }: Pen, status: string, more: StoredRow = {}) =>
  glance("image_members", { image_id: image, member: status, can_share: 0, status, ...times, ...more });
const task = async ({ glance, at, image }: Pen, status: string, more: StoredRow = {}) => {
  const row = { id: idOf(at), type: "api_image_import", status, owner: "p", image_id: image, ...times };
  await glance("tasks", { ...row, ...more });
};
const volume = async (pen: Pen, more: StoredRow = {}) =>
  pen.cinder("volumes", { id: idOf(pen.at), volume_type_id: "t", status: "in-use", deleted: 0, ...more });
const metadata = ({ cinder, at, image }: Pen, more: StoredRow = {}) =>
  cinder("volume_glance_metadata", {
    volume_id: idOf(at),
    snapshot_id: null,
    key: "image_id",
    value: image,
    deleted: 0,
    ...more,
  });
const object = (data: unknown) => ({ "nova_object.name": "X", "nova_object.data": data });
const request = ({ api, other }: Pen, image: string) =>
  api("request_specs", {
    instance_uuid: serverOf(other),
    spec: JSON.stringify(object({ image: object({ id: image }) })),
  });
const build = ({ api, other }: Pen, instance: unknown, devices: unknown = null) =>
  api("build_requests", {
    instance_uuid: serverOf(other),
    project_id: "p",
    instance: JSON.stringify(object(instance)),
    block_device_mappings: devices === null ? null : JSON.stringify(devices),
  });

const CASES: readonly Case[] = [
  { name: "nothing needs it", holds: [] },
  { name: "protected", holds: ["protected"], row: { protected: 1 } },
  { name: "queued", holds: ["in-progress"], row: { status: "queued" } },
  { name: "saving", holds: ["in-progress"], row: { status: "saving" } },
  { name: "importing", holds: ["in-progress"], row: { status: "importing" } },
  { name: "killed", holds: ["in-progress"], row: { status: "killed" } },
  { name: "deactivated, which is finished", holds: [], row: { status: "deactivated" } },
  {
    name: "an import holds its lock",
    holds: ["in-progress"],
    properties: { os_glance_import_task: idOf(1) },
  },
  {
    name: "an import has stores to go",
    holds: ["in-progress"],
    properties: { os_glance_importing_to_stores: "ceph" },
  },
  {
    name: "imports that are over leave empty properties",
    holds: [],
    properties: {
      os_glance_import_task: "",
      os_glance_importing_to_stores: "",
      os_glance_failed_import: "ceph",
    },
  },
  { name: "a task is processing", holds: ["task"], write: (pen) => task(pen, "processing") },
  { name: "a task is pending", holds: ["task"], write: (pen) => task(pen, "pending") },
  { name: "a task has succeeded", holds: [], write: (pen) => task(pen, "success") },
  { name: "a task has failed", holds: [], write: (pen) => task(pen, "failure") },
  { name: "a running task is deleted", holds: [], write: (pen) => task(pen, "processing", { deleted: 1 }) },
  {
    name: "a task that only its input says is this image's, as before Wallaby",
    holds: ["task"],
    write: async (pen) => {
      await task(pen, "processing", { image_id: null });
      await pen.glance("task_info", {
        task_id: idOf(pen.at),
        input: JSON.stringify({ image_id: pen.image }),
      });
    },
  },
  {
    name: "such a task that has ended",
    holds: [],
    write: async (pen) => {
      await task(pen, "success", { image_id: null });
      await pen.glance("task_info", {
        task_id: idOf(pen.at),
        input: JSON.stringify({ image_id: pen.image }),
      });
    },
  },
  {
    name: "such a task of another image, and one whose input is no JSON",
    holds: [],
    write: async (pen) => {
      await task(pen, "processing", { image_id: null });
      await pen.glance("task_info", {
        task_id: idOf(pen.at),
        input: `{"image_id": "${idOf(0)}" ${pen.image}`,
      });
    },
  },
  {
    name: "a live server was booted from it",
    holds: ["booted:1"],
    write: (pen) => live(pen, { image_ref: pen.image }),
  },
  {
    name: "a soft-deleted server was booted from it, and can be restored",
    holds: ["booted:1"],
    write: (pen) => live(pen, { image_ref: pen.image, vm_state: "soft-delete", deleted_at: OLD }),
  },
  {
    name: "the server's image is a URL, as in very old rows",
    holds: ["booted:1"],
    write: (pen) => live(pen, { image_ref: `http://glance:9292/images/${pen.image}` }),
  },
  {
    name: "the server's image is in capitals",
    holds: ["booted:1"],
    write: (pen) => live(pen, { image_ref: pen.image.toUpperCase() }),
  },
  {
    name: "a deleted server was booted from it",
    holds: [],
    write: (pen) => gone(pen, { image_ref: pen.image }),
  },
  {
    name: "an archived server was booted from it",
    holds: [],
    write: (pen) => pen.cell("shadow_instances", deleted(pen.other, { image_ref: pen.image })),
  },
  {
    name: "a server between two cells was booted from it: it counts once",
    holds: ["booted:1", "base-of:1", "boots-volume:1"],
    write: async (pen) => {
      await live(pen, { image_ref: pen.image });
      await sysmeta(pen, "image_base_image_ref");
      await device(pen);
      const copy = { ...pen, cell: pen.cell2 };
      await live(copy, { image_ref: pen.image, hidden: 1 });
      await sysmeta(copy, "image_base_image_ref");
      await device(copy);
      await pen.cloud.map(pen.other, 2);
    },
  },
  {
    name: "a hidden row is all that is left of a server, and its mapping names it",
    holds: ["booted:1", "base-of:1", "boots-volume:1"],
    write: async (pen) => {
      await live(pen, { image_ref: pen.image, hidden: 1 });
      await sysmeta(pen, "image_base_image_ref");
      await device(pen);
      await pen.cloud.map(pen.other, 2);
    },
  },
  {
    name: "a hidden copy is left of a server that is deleted where it counts",
    holds: [],
    write: async (pen) => {
      await live(pen, { image_ref: pen.image, hidden: 1 });
      await pen.cell2("instances", deleted(pen.other, { image_ref: pen.image }));
      await pen.cloud.map(pen.other, 3);
    },
  },
  {
    name: "a live server's base",
    holds: ["base-of:1"],
    write: async (pen) => {
      await live(pen);
      await sysmeta(pen, "image_base_image_ref");
    },
  },
  {
    name: "the base of a server that is deleted, whose metadata is not",
    holds: [],
    write: async (pen) => {
      await gone(pen);
      await sysmeta(pen, "image_base_image_ref");
    },
  },
  {
    name: "deleted metadata of a live server, and another key",
    holds: [],
    write: async (pen) => {
      await live(pen);
      await sysmeta(pen, "image_base_image_ref", { deleted: 1 });
      await sysmeta(pen, "image_image_id");
    },
  },
  {
    name: "another image's base",
    holds: ["base-of:1"],
    write: (pen) => pen.otherImage({ base_image_ref: pen.image }),
  },
  {
    name: "the base of a deleted image",
    holds: [],
    write: (pen) => pen.otherImage({ base_image_ref: pen.image }, { deleted: 1, status: "deleted" }),
  },
  {
    name: "what another image once had as its base",
    holds: [],
    write: async (pen) => {
      await pen.otherImage({ base_image_ref: pen.image });
      await pen.cloud.glance.run(
        `update image_properties set deleted = 1 where image_id = '${imageOf(pen.other)}' and name = 'base_image_ref'`,
      );
    },
  },
  { name: "its own base, by mistake", holds: [], properties: { base_image_ref: "itself" } },
  {
    name: "the kernel of one image and the ramdisk of another",
    holds: ["kernel-of:2"],
    write: async (pen) => {
      await pen.otherImage({ kernel_id: pen.image });
      await pen.otherImage({ ramdisk_id: pen.image.toUpperCase() }, { id: idOf(pen.other) });
    },
  },
  {
    name: "the kernel of a deleted image, and named by another property",
    holds: [],
    write: async (pen) => {
      await pen.otherImage({ kernel_id: pen.image }, { deleted: 1 });
      await pen.otherImage({ my_kernel_id: pen.image }, { id: idOf(pen.other) });
    },
  },
  {
    name: "a shelved server's disk",
    holds: ({ other }) => [`shelved:${serverOf(other)}`],
    write: async (pen) => {
      await live(pen, { vm_state: "shelved_offloaded" });
      await sysmeta(pen, "shelved_image_id");
    },
  },
  {
    name: "a shelved server that is being unshelved",
    holds: ({ other }) => [`shelved:${serverOf(other)}`],
    write: async (pen) => {
      await live(pen, { vm_state: "shelved_offloaded", task_state: "unshelving" });
      await sysmeta(pen, "shelved_image_id");
    },
  },
  {
    name: "the key that stayed behind after unshelving",
    holds: [],
    write: async (pen) => {
      await live(pen);
      await sysmeta(pen, "shelved_image_id");
    },
  },
  {
    name: "a shelved server that was deleted",
    holds: [],
    write: async (pen) => {
      await gone(pen, { vm_state: "shelved_offloaded" });
      await sysmeta(pen, "shelved_image_id");
    },
  },
  {
    name: "being-shelved-shelved",
    holds: ({ other }) => [`shelving:${serverOf(other)}`],
    write: (pen) => live(pen, { display_name: "being-shelved", task_state: "shelving_image_uploading" }),
  },
  {
    name: "not-shelved-yet-shelved",
    holds: [],
    write: (pen) => live(pen, { display_name: "not-shelved-yet", task_state: "image_uploading" }),
  },
  {
    name: "gone-while-shelved-shelved",
    holds: [],
    write: (pen) => gone(pen, { display_name: "gone-while-shelved", task_state: "shelving" }),
  },
  {
    name: "a live server boots from a volume made from it",
    holds: ["boots-volume:1"],
    write: async (pen) => {
      await live(pen, { image_ref: "" });
      await device(pen);
    },
  },
  {
    name: "a live server's local disk is counted as what it was booted from, not as a volume",
    holds: [],
    write: async (pen) => {
      await live(pen);
      await device(pen, { destination_type: "local" });
    },
  },
  {
    name: "the volume of a deleted server, and a deleted mapping of a live one",
    holds: [],
    write: async (pen) => {
      await gone(pen);
      await device(pen);
    },
  },
  {
    name: "a deleted mapping of a live server",
    holds: [],
    write: async (pen) => {
      await live(pen);
      await device(pen, { deleted: 7 });
    },
  },
  {
    name: "a server is being built from it",
    holds: ["building:1"],
    write: (pen) => build(pen, { image_ref: pen.image }),
  },
  {
    name: "a server is being built whose volume will be made from it",
    holds: ["building:1"],
    write: (pen) =>
      build(
        pen,
        { image_ref: "" },
        object({ objects: [object({ image_id: pen.image }), object({ image_id: null })] }),
      ),
  },
  {
    name: "a server is being built from it and from a volume of it: it is one server",
    holds: ["building:1"],
    write: (pen) =>
      build(pen, { image_ref: pen.image }, object({ objects: [object({ image_id: pen.image })] })),
  },
  {
    name: "a server is being built that names it elsewhere",
    holds: [],
    write: (pen) => build(pen, { kernel_id: pen.image, display_name: pen.image }, { objects: pen.image }),
  },
  {
    name: "nova asked the scheduler for a live server of it",
    holds: ["requested:1"],
    write: async (pen) => {
      await live(pen);
      await request(pen, pen.image);
    },
  },
  {
    name: "nova asked for a server of which nothing else is known",
    holds: ["requested:1"],
    write: (pen) => request(pen, pen.image.toUpperCase()),
  },
  {
    name: "nova once asked for a server that is deleted",
    holds: [],
    write: async (pen) => {
      await gone(pen);
      await request(pen, pen.image);
    },
  },
  {
    name: "nova asked for a server of another image",
    holds: [],
    write: async (pen) => {
      await live(pen);
      await request(pen, imageOf(0));
    },
  },
  {
    name: "a volume was made from it",
    holds: ["volume:1"],
    write: async (pen) => {
      await volume(pen);
      await metadata(pen);
    },
  },
  {
    name: "a volume that is deleted, whose metadata is not, as before cinder 16",
    holds: [],
    write: async (pen) => {
      await volume(pen, { deleted: 1 });
      await metadata(pen);
    },
  },
  {
    name: "deleted metadata, another key, and the snapshot of a volume",
    holds: [],
    write: async (pen) => {
      await volume(pen);
      await metadata(pen, { deleted: 1 });
      await metadata(pen, { key: "image_name" });
      await pen.cinder("snapshots", {
        id: idOf(pen.at),
        volume_id: idOf(pen.at),
        volume_type_id: "t",
        deleted: 0,
      });
      await metadata(pen, { volume_id: null, snapshot_id: idOf(pen.at) });
    },
  },
  {
    name: "shared: one has accepted, one has not answered, one has refused",
    holds: ["shared:2"],
    row: { visibility: "shared" },
    write: async (pen) => {
      for (const status of ["accepted", "pending", "rejected"]) await member(pen, status);
    },
  },
  {
    name: "shared: added again, so that deleted_at is set on a live row",
    holds: ["shared:1"],
    row: { visibility: "shared" },
    write: (pen) => member(pen, "accepted", { deleted_at: OLD }),
  },
  {
    name: "shared with nobody who wants it",
    holds: [],
    row: { visibility: "shared" },
    write: async (pen) => {
      await member(pen, "rejected");
      await member(pen, "accepted", { deleted: 1, deleted_at: OLD });
    },
  },
  { name: "members, but it is private", holds: [], write: (pen) => member(pen, "accepted") },
  { name: "public", holds: ["public"], row: { visibility: "public" } },
  { name: "community", holds: ["community"], row: { visibility: "community" } },
  { name: "hidden, which only keeps it out of lists", holds: [], row: { os_hidden: 1 } },
  {
    name: "tagged",
    holds: ["tagged:2"],
    write: async ({ glance, image }) => {
      for (const value of ["amphora", "lb"]) await glance("image_tags", { image_id: image, value, ...times });
    },
  },
  {
    name: "a tag that was removed",
    holds: [],
    write: ({ glance, image }) =>
      glance("image_tags", { image_id: image, value: "lb", ...times, deleted: 1 }),
  },
  {
    name: "a backup of a server that is gone is in no rotation",
    holds: [],
    properties: { image_type: "backup", backup_type: "daily" },
  },
  {
    name: "another image's block devices name it, twice",
    holds: ["bdm-of:1"],
    write: (pen) =>
      pen.otherImage({
        block_device_mapping: JSON.stringify([
          { image_id: pen.image },
          { image_id: pen.image.toUpperCase() },
        ]),
      }),
  },
  {
    name: "another image's block devices name it as something else, or are no JSON",
    holds: [],
    write: async (pen) => {
      await pen.otherImage({ block_device_mapping: JSON.stringify([{ volume_id: pen.image }]) });
      await pen.otherImage({ block_device_mapping: `[{"image_id": "${pen.image}"` }, { id: idOf(pen.other) });
    },
  },
  {
    name: "several at once, in the order in which they are documented",
    holds: ["protected", "in-progress", "booted:2", "public", "tagged:1"],
    row: { protected: 1, status: "saving", visibility: "public" },
    write: async (pen) => {
      await live(pen, { image_ref: pen.image });
      await pen.cell2("instances", server(pen.other + 1, { image_ref: pen.image }));
      await pen.glance("image_tags", { image_id: pen.image, value: "lb", ...times });
    },
  },
];

/** Far apart, so that a case has numbers of its own. */
const numberOf = (index: number): number => (index + 1) * 16;

const into =
  (database: TestDatabase | undefined) =>
  async (table: string, row: StoredRow): Promise<void> => {
    await database?.insert(table, [row]);
  };

const penOf = (cloud: HandMadeCloud, index: number): Pen => {
  const at = numberOf(index);
  return {
    cloud,
    at,
    image: imageOf(at),
    other: at + 1,
    cell: into(cloud.cells[1]),
    cell2: into(cloud.cells[2]),
    glance: into(cloud.glance),
    api: into(cloud.api),
    cinder: into(cloud.cinder),
    otherImage: async (properties, row = {}) => {
      const id = String(row["id"] ?? imageOf(at + 1));
      await cloud.glance.insert("images", [
        {
          id,
          status: "active",
          visibility: "private",
          min_disk: 0,
          min_ram: 0,
          protected: 0,
          os_hidden: 0,
          ...times,
          ...row,
        },
      ]);
      const rows = Object.entries(properties).map(([name, value]) =>
        Object.assign({ image_id: id, name, value }, times),
      );
      await cloud.glance.insert("image_properties", rows);
    },
  };
};

const expected = () =>
  CASES.map(({ name, holds }, index) => {
    const at = numberOf(index);
    const names = typeof holds === "function" ? holds({ at, other: at + 1 }) : holds;
    return `${name}: ${names.join(" ")}`;
  });
const found = (holds: Record<string, unknown>) =>
  CASES.map(
    ({ name }, index) => `${name}: ${(holds[imageOf(numberOf(index))] as string[] | undefined)?.join(" ")}`,
  );

async function countOf(cloud: HandMadeCloud, options: Parameters<typeof orphansOf>[1]) {
  const { rows, totals } = await orphansOf(cloud.places(), options);
  return { count: rows.length, bytes: Number(totals["proven_bytes"]), rows };
}

describe.each(ENGINES)("on %s", (engine) => {
  let cloud: HandMadeCloud;
  beforeAll(async () => {
    cloud = await handMadeCloud(engine, 3, ["cinder"]);
    await cloud.mapCells();
    const servers = CASES.map((_, index) => deleted(numberOf(index)));
    await cloud.cells[1]?.insert("instances", servers);
    for (const [index, { name, row, properties = {}, write }] of CASES.entries()) {
      const at = numberOf(index);
      const own = Object.entries(properties).map(([key, value]) => [
        key,
        value === "itself" ? imageOf(at) : value,
      ]);
      await cloud.addImage(at, { base_image_ref: "", ...Object.fromEntries(own) }, { name, ...row });
      await write?.(penOf(cloud, index));
    }
  });
  afterAll(() => cloud[Symbol.asyncDispose]());

  test.each(["snapshot", "chunked"] as const)(
    "every hold and its nearest neighbour, %s",
    async (consistency) => {
      const listing = await orphansOf(cloud.places(), { open: { consistency } });
      expect(found(columnOf(listing, "holds"))).toEqual(expected());
      expect(listing.shortfalls).toEqual([]);
      const wrong = listing.rows.filter(
        ({ holds, verdict }) => verdict !== ((holds as string[]).length > 0 ? "held" : "reclaimable"),
      );
      expect(wrong).toEqual([]);
    },
  );

  test("what was not given could show a hold: nothing is reclaimable, and what is held stays held", async () => {
    const listing = await orphansOf(cloud.places({}, { cinder: undefined }));
    const holds = columnOf(listing, "holds");
    for (const [index, of] of expected().entries()) {
      const names = holds[imageOf(numberOf(index))] as string[];
      expect(names.at(-1)).toBe("unread:cinder");
      const known =
        of
          .split(": ")
          .at(-1)
          ?.split(" ")
          .filter((name) => !/^volume:|^$/.test(name)) ?? [];
      expect(names.slice(0, -1)).toEqual(known);
      expect(columnOf(listing, "verdict")[imageOf(numberOf(index))]).toBe(
        known.length > 0 ? "held" : "unverified",
      );
    }
  });

  test("--verdict and --certainty choose, and totals count only what is chosen", async () => {
    const held = await countOf(cloud, { orphans: { verdicts: new Set(["held"] as const) } });
    const free = await countOf(cloud, { orphans: { verdicts: new Set(["reclaimable"] as const) } });
    expect(new Set(held.rows.map(({ verdict }) => verdict))).toEqual(new Set(["held"]));
    expect(held.count + free.count).toBe(CASES.length);
    expect([held.bytes, free.bytes]).toEqual([held.count * 1000, free.count * 1000]);
    const presumed = await countOf(cloud, { orphans: { certainties: new Set(["presumed"] as const) } });
    expect(presumed).toEqual({ count: 0, bytes: 0, rows: [] });
    // The verdict is not printed, but it is asked for.
    const columns = new Set(["image_id"]);
    const hidden = await countOf(cloud, { orphans: { columns, verdicts: new Set(["held"] as const) } });
    expect(hidden.count).toBe(held.count);
  });

  test("--limit cuts what is printed, never what is counted", async () => {
    const { rows, totals } = await orphansOf(cloud.places(), { orphans: { limit: 3 } });
    expect(rows).toHaveLength(3);
    expect(totals).toMatchObject({ printed: 3 });
    expect(Number(totals["proven_bytes"])).toBe(CASES.length * 1000);
  });
});

test.each(ENGINES)("on %s an image keeps its holds though its id is in capitals", async (engine) => {
  await using cloud = await handMadeCloud(engine, 2, ["cinder"]);
  await cloud.mapCells();
  const id = imageOf(1).toUpperCase();
  await cloud.cells[1]?.insert("instances", [deleted(1), server(2, { image_ref: id })]);
  const row = { name: "x", status: "active", visibility: "private", min_disk: 0, min_ram: 0, protected: 0 };
  await cloud.glance.insert("images", [{ id, os_hidden: 0, ...row, ...times }]);
  await cloud.glance.insert("image_properties", [
    { image_id: id, name: "instance_uuid", value: serverOf(1), ...times },
  ]);
  await cloud.glance.insert("image_tags", [{ image_id: id, value: "lb", ...times }]);
  const spec = JSON.stringify(object({ image: object({ id }) }));
  await cloud.api.insert("request_specs", [{ instance_uuid: serverOf(3), spec }]);
  const { rows } = await orphansOf(cloud.places());
  expect(rows.map(({ image_id, holds }) => [image_id, holds])).toEqual([
    [id, ["booted:1", "requested:1", "tagged:1"]],
  ]);
});
