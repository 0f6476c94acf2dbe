import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CERTAINTIES, certaintyOf, type InstanceState } from "../../src/judge/instance-state.ts";
import { ENGINES, type StoredRow } from "../read/test-database.ts";
import {
  deleted,
  ENDED,
  handMadeCloud,
  imageOf,
  server,
  serverOf,
  type HandMadeCloud,
} from "./hand-made-cloud.ts";
import { columnOf, imagesOf, orphansOf, type Listing } from "./listings.ts";

/** Where a server is, and what an audit must say of it when all of nova is read. */
interface Case {
  readonly name: string;
  readonly state: InstanceState | null;
  /** With both cells as `--nova --cells-complete`. */
  readonly withoutApi?: InstanceState;
  /** With the API database, while cell2 cannot be read. */
  readonly withoutCell2?: InstanceState;
  /** Rows of `instances` in cell0, cell1, cell2. */
  readonly cells?: readonly ((at: number) => StoredRow | undefined)[];
  /** Rows of `shadow_instances`, likewise. */
  readonly shadows?: readonly ((at: number) => StoredRow | undefined)[];
  /** Number of the cell that the mapping names, null for none yet. */
  readonly mapped?: number | null;
  readonly queuedForDelete?: 0 | 1 | null;
  readonly building?: true;
  /** How a service spells the uuid. */
  readonly spelling?: { readonly glance?: Spell; readonly nova?: Spell };
}

type Spell = (uuid: string) => string;

const no = (): undefined => undefined;
const live =
  (more: StoredRow = {}) =>
  (at: number) =>
    server(at, more);
const dead =
  (more: StoredRow = {}) =>
  (at: number) =>
    deleted(at, more);
const capitals: Spell = (uuid) => uuid.toUpperCase();

const CASES: readonly Case[] = [
  { name: "a live server", state: "alive", cells: [no, live()], mapped: 1 },
  {
    name: "live although its mapping is queued for delete, which proves nothing",
    state: "alive",
    cells: [no, live()],
    mapped: 1,
    queuedForDelete: 1,
  },
  {
    name: "deleted although queued_for_delete is NULL",
    state: "deleted",
    cells: [no, dead()],
    mapped: 1,
    queuedForDelete: null,
  },
  {
    name: "in error in cell0, as scheduling failed",
    state: "alive",
    cells: [live({ vm_state: "error" })],
    mapped: 0,
  },
  { name: "being deleted", state: "alive", cells: [no, live({ task_state: "deleting" })], mapped: 1 },
  {
    name: "soft-deleted: deleted_at is set, and it can be restored",
    state: "soft-deleted",
    cells: [no, live({ vm_state: "soft-delete", deleted_at: ENDED })],
    mapped: 1,
    queuedForDelete: 1,
  },
  {
    name: "restored in time: deleted_at is NULL again",
    state: "alive",
    cells: [no, live({ vm_state: "active", deleted_at: null })],
    mapped: 1,
  },
  { name: "deleted", state: "deleted", cells: [no, dead()], mapped: 1 },
  {
    name: "deleted by nova-api while its compute was down, so its vm_state is another",
    state: "deleted",
    cells: [no, dead({ vm_state: "error" })],
    mapped: 1,
  },
  {
    name: "deleted after it was soft-deleted",
    state: "deleted",
    cells: [no, dead({ vm_state: "soft-delete" })],
  },
  { name: "archived", state: "archived", withoutCell2: "unknown", shadows: [no, no, dead()] },
  { name: "archived in cell1", state: "archived", shadows: [no, dead()] },
  {
    name: "archived before Queens, which left the mapping behind",
    state: "archived",
    shadows: [no, dead()],
    mapped: 1,
  },
  {
    name: "deleted in one cell, archived in the other",
    state: "deleted",
    cells: [no, dead()],
    shadows: [no, no, dead()],
  },
  {
    name: "being built, in no cell yet",
    state: "building",
    withoutApi: "untraceable",
    mapped: null,
    building: true,
  },
  {
    name: "built a moment ago: its request is there still, its row already",
    state: "alive",
    cells: [no, live()],
    mapped: 1,
    building: true,
  },
  {
    name: "archived, with a build request left behind",
    state: "archived",
    shadows: [no, dead()],
    building: true,
  },
  {
    name: "mapped to no cell, and nobody asks for it to be built",
    state: "stale-mapping",
    withoutApi: "untraceable",
    withoutCell2: "unknown",
    mapped: null,
  },
  {
    name: "mapped to a cell that has nothing of it",
    state: "stale-mapping",
    withoutApi: "untraceable",
    withoutCell2: "unknown",
    mapped: 1,
  },
  {
    name: "mapped to the second cell, which has nothing of it",
    state: "stale-mapping",
    withoutApi: "untraceable",
    withoutCell2: "unknown",
    mapped: 2,
  },
  { name: "nowhere", state: "untraceable", withoutCell2: "unknown" },
  {
    name: "live in both cells while it moves, the mapped row hidden",
    state: "alive",
    cells: [no, live({ hidden: 1 }), live({ hidden: 0 })],
    mapped: 1,
  },
  {
    name: "deleted in the mapped cell, a hidden copy lives on in the other",
    state: "deleted",
    withoutApi: "alive",
    withoutCell2: "alive",
    cells: [no, live({ hidden: 1 }), dead()],
    mapped: 2,
  },
  {
    name: "live in the mapped cell though hidden there, deleted in the other",
    state: "alive",
    withoutCell2: "unknown",
    cells: [no, dead(), live({ hidden: 1 })],
    mapped: 2,
  },
  {
    name: "live in the mapped cell, a deleted copy in the other",
    state: "alive",
    cells: [no, live(), dead({ hidden: 1 })],
    mapped: 1,
  },
  {
    name: "in two cells without a mapping: the living row",
    state: "alive",
    withoutCell2: "deleted",
    cells: [no, dead(), live()],
  },
  {
    name: "archived where it was read, mapped to the other cell",
    state: "archived",
    withoutCell2: "unknown",
    shadows: [no, dead()],
    mapped: 2,
  },
  {
    name: "deleted where it was read, mapped to the other cell",
    state: "deleted",
    withoutCell2: "unknown",
    cells: [no, dead()],
    mapped: 2,
  },
  {
    name: "alive, in capitals in glance",
    state: "alive",
    cells: [no, live()],
    mapped: 1,
    spelling: { glance: capitals },
  },
  {
    name: "deleted, in capitals in nova",
    state: "deleted",
    cells: [no, dead()],
    mapped: 1,
    spelling: { nova: capitals },
  },
  {
    name: "archived, in capitals in nova",
    state: "archived",
    shadows: [no, dead()],
    spelling: { nova: capitals },
  },
  {
    name: "being built, in capitals in nova's API",
    state: "building",
    withoutApi: "untraceable",
    mapped: null,
    building: true,
    spelling: { nova: capitals },
  },
  { name: "no UUID at all", state: null, spelling: { glance: () => "web-01" } },
  { name: "a UUID without dashes", state: null, spelling: { glance: (uuid) => uuid.replaceAll("-", "") } },
];

const numberOf = (at: number): number => at + 1;

async function fill(cloud: HandMadeCloud): Promise<void> {
  await cloud.mapCells([{}, {}, { disabled: 1 }]);
  for (const [index, { cells = [], shadows = [], mapped, building, spelling, ...more }] of CASES.entries()) {
    const at = numberOf(index);
    const { glance = String, nova = String } = spelling ?? {};
    const instance_uuid = nova(serverOf(at));
    const name = { name: more.name };
    await cloud.addImage(at, { instance_uuid: glance(serverOf(at)) }, name);
    for (const [table, rows] of [
      ["instances", cells],
      ["shadow_instances", shadows],
    ] as const) {
      for (const [cell, row] of rows.entries()) {
        const stored = row(at);
        if (stored !== undefined)
          await cloud.cells[cell]?.insert(table, [{ ...stored, uuid: instance_uuid }]);
      }
    }
    const { queuedForDelete = 0 } = more;
    if (mapped !== undefined) {
      const cellId = mapped === null ? null : mapped + 1;
      await cloud.map(at, cellId, { instance_uuid, queued_for_delete: queuedForDelete });
    }
    if (building)
      await cloud.api.insert("build_requests", [{ instance_uuid, project_id: "p", instance: "{}" }]);
  }
}

/** What is expected of each case, by image. */
const expected = (state: (of: Case) => InstanceState | null) =>
  Object.fromEntries(CASES.map((of, index) => [imageOf(numberOf(index)), state(of)]));
const named = (states: Record<string, unknown>) =>
  CASES.map(({ name }, index) => `${name}: ${String(states[imageOf(numberOf(index))])}`);

/** With the cells alone, and without the operator's word that these are all. */
function withoutWord({ state, withoutApi }: Case): InstanceState | null {
  const known = withoutApi ?? state;
  return known === "untraceable" ? "unknown" : known;
}

const statesIn = (listing: Listing) => columnOf(listing, "instance_state");

describe.each(ENGINES)("on %s", (engine) => {
  let cloud: HandMadeCloud;
  beforeAll(async () => {
    cloud = await handMadeCloud(engine, 3);
    await fill(cloud);
  });
  afterAll(async () => {
    await cloud[Symbol.asyncDispose]();
  });
  const given = () => ({ api: undefined, cells: cloud.cells.map(({ where }) => where) });

  test("every state, when all of nova is read", async () => {
    const found = await imagesOf(cloud.places());
    expect(named(statesIn(found))).toEqual(named(expected(({ state }) => state)));
    expect(found.shortfalls).toEqual([]);
    expect(found.presumes).toEqual([expect.stringContaining("no other nova uses this glance")]);
  });

  test("the same in chunks", async () => {
    const open = { consistency: "chunked" } as const;
    const found = await imagesOf(cloud.places(), { open });
    expect(named(statesIn(found))).toEqual(named(expected(({ state }) => state)));
  });

  test("one image at a time, as when all are read", async () => {
    for (const [index, { name, state }] of CASES.entries()) {
      const id = imageOf(numberOf(index));
      const found = await imagesOf(cloud.places(), { filters: { images: new Set([id]) } });
      expect({ name, state: statesIn(found)[id], shortfalls: found.shortfalls }).toEqual({
        name,
        state,
        shortfalls: [],
      });
    }
  });

  test("other novas use this glance: what is nowhere may be theirs", async () => {
    const found = await imagesOf(cloud.places({ sharedGlance: true }));
    expect(named(statesIn(found))).toEqual(
      named(expected(({ state }) => (state === "untraceable" ? "unknown" : state))),
    );
    expect(found.presumes).toEqual([]);
    expect(found.shortfalls).toEqual([expect.stringContaining("--shared-glance")]);
  });

  test("all cells given one by one, and the operator's word that these are all", async () => {
    const found = await imagesOf(cloud.places({ ...given(), cellsComplete: true }));
    expect(named(statesIn(found))).toEqual(named(expected(({ state, withoutApi }) => withoutApi ?? state)));
    expect(found.shortfalls).toEqual([]);
    // The operator has said it: it is not presumed.
    expect(found.presumes).toEqual([]);
  });

  test("the same cells without that word: what is nowhere may be in another", async () => {
    const found = await imagesOf(cloud.places(given()));
    expect(named(statesIn(found))).toEqual(named(expected(withoutWord)));
    expect(found.shortfalls).toEqual([expect.stringMatching(/--nova-api, or --cells-complete/)]);
  });

  test("a cell that is not read: nothing that it might have is called gone", async () => {
    const overrides = [
      { cell: "cell2", where: { engine: "sqlite", path: "/nowhere/nova.db", sources: {} } as const },
    ];
    for (const cellsComplete of [false, true]) {
      const found = await imagesOf(cloud.places({ overrides, cellsComplete }));
      const state = ({ state: whole, withoutCell2 }: Case) => withoutCell2 ?? whole;
      expect(named(statesIn(found))).toEqual(named(expected(state)));
      expect(found.shortfalls.join(" ")).toMatch(/nowhere.*the cell cell2 was not read/s);
    }
  });

  test("orphans are those that are gone, each as sure as its state", async () => {
    const found = await orphansOf(cloud.places());
    const gone = CASES.flatMap(({ state, name }) => {
      const certainty = certaintyOf(state);
      return certainty === null ? [] : [`${name}: ${certainty}`];
    });
    expect(found.rows.map((row) => `${String(row["name"])}: ${String(row["certainty"])}`)).toEqual(gone);
    const bytes = (certainty: string) => gone.filter((line) => line.endsWith(certainty)).length * 1000;
    const [proven, presumed] = CERTAINTIES.map(bytes);
    expect(found.totals).toMatchObject({
      scanned: CASES.length,
      printed: gone.length,
      undetermined: 0,
      too_young: 0,
    });
    expect([found.totals["proven_bytes"], found.totals["presumed_bytes"]].map(Number)).toEqual([
      proven,
      presumed,
    ]);
  });

  test("an orphan's row says which server was judged, where it was and until when", async () => {
    const { rows } = await orphansOf(cloud.places());
    const of = (name: string) => rows.find((row) => row["name"] === name);
    expect(of("deleted, in capitals in nova")).toMatchObject({
      instance_state: "deleted",
      instance_name: expect.stringMatching(/^server-\d+$/),
      instance_project: "p",
      instance_deleted_at: "2026-02-03T04:05:06Z",
      cell: "cell1",
    });
    expect(of("archived")).toMatchObject({
      instance_name: expect.stringMatching(/^server-\d+$/),
      instance_deleted_at: "2026-02-03T04:05:06Z",
      cell: "cell2",
    });
    expect(of("mapped to the second cell, which has nothing of it")).toMatchObject({
      instance_name: null,
      instance_deleted_at: null,
      cell: "cell2",
    });
    expect(of("nowhere")).toMatchObject({ instance_name: null, cell: null });
  });
});
