import { describe, expect, test } from "vitest";
import { auditImages } from "../../src/audit/images/images.ts";
import type { Row } from "../../src/audit/row.ts";
import { withDatabases } from "../../src/audit/with-databases.ts";
import { NO_FILTERS } from "../../src/judge/filters.ts";
import { ImageTally } from "../../src/judge/totals.ts";
import { properties } from "../judge/raw-image.ts";
import { auditPlaces } from "./audit-places.ts";
import { NO_PROGRESS, OPEN_OPTIONS } from "../read/open-options.ts";
import { ENGINES, testDatabase, type StoredRow, type TestDatabase } from "../read/test-database.ts";

const NOW = new Date("2026-05-06T12:00:00Z");
/** Two hours old: young enough to be expected, were it not for what nova says. */
const YOUNG = "2026-05-06 10:00:00";
const LONG_AGO = "2026-01-01 00:00:00";

const uuidOf = (at: number): string => `${at.toString(16).padStart(8, "0")}-aaaa-4000-8000-00000000abcd`;

/** A server in a cell; `id` of a deleted one is what `deleted` holds. */
function server(at: number, more: StoredRow = {}): StoredRow {
  return { id: at, uuid: uuidOf(at), deleted: 0, vm_state: "active", ...more };
}

/** A glance in which image n names server n. */
async function fillGlance(glance: TestDatabase, images: readonly StoredRow[]): Promise<void> {
  const times = { created_at: YOUNG, deleted: 0 };
  await glance.insert(
    "images",
    images.map((image, at) =>
      Object.assign({ id: uuidOf(at), status: "active", min_disk: 0, min_ram: 0 }, times, image),
    ),
  );
  const rows = images.flatMap((_, at) =>
    properties({
      instance_uuid: at % 2 === 0 ? uuidOf(at) : uuidOf(at).toUpperCase(),
      image_location: undefined,
    }).map(({ name, value }) => Object.assign({ image_id: uuidOf(at), name, value }, times)),
  );
  await glance.insert("image_properties", rows);
}

/** The rows of `images`, in the order of the servers' numbers. */
async function rowsOf(glance: TestDatabase, cells: readonly TestDatabase[]): Promise<Row[]> {
  const places = auditPlaces(
    glance.where,
    cells.map((cell) => cell.where),
  );
  const options = { filters: NO_FILTERS, now: NOW, progress: NO_PROGRESS, limit: undefined };
  const rows: Row[] = [];
  await withDatabases(places, OPEN_OPTIONS, async (databases) => {
    const pages = auditImages(databases, { ...options, consistency: "snapshot" }, new ImageTally());
    for await (const page of pages) rows.push(...page);
  });
  return rows;
}

const verdicts = (rows: readonly Row[]): string[] =>
  rows.map((row) => `${String(row["cause"])}${row["expected"] === true ? "" : "!"}`);

describe.each(ENGINES)("on %s", (engine) => {
  test("what a cell says of a server decides, and of two cells the living one", async () => {
    await using glance = await testDatabase(engine, "glance");
    await using first = await testDatabase(engine, "nova-cell");
    await using second = await testDatabase(engine, "nova-cell");
    const queued = { status: "queued" };
    const gone = { deleted: 7, deleted_at: LONG_AGO };
    await fillGlance(glance, [queued, queued, queued, queued, {}, {}, {}, {}]);
    await first.insert("instances", [
      server(1, { task_state: "image_uploading" }),
      server(2),
      server(4, gone),
      // SOFT_DELETED: deleted_at is set, and it can be restored.
      server(5, { deleted_at: LONG_AGO, vm_state: "soft-delete" }),
      server(6, gone),
      server(7),
    ]);
    await second.insert("instances", [
      server(3, { task_state: "shelving_image_pending_upload" }),
      server(6, { hidden: 1 }),
      server(7, gone),
    ]);
    const expected = [
      "in-flight",
      "in-flight",
      "in-flight!",
      "in-flight",
      "copied!",
      "unexplained!",
      "unexplained!",
      "unexplained!",
    ];
    expect(verdicts(await rowsOf(glance, [first, second]))).toEqual(expected);
    expect(verdicts(await rowsOf(glance, [second, first]))).toEqual(expected);
    expect(verdicts(await rowsOf(glance, []))).toEqual([
      ...Array.from({ length: 4 }, () => "in-flight"),
      ...Array.from({ length: 4 }, () => "unexplained!"),
    ]);
  });

  test("an image is shelved while a live shelved server of any cell names it", async () => {
    await using glance = await testDatabase(engine, "glance");
    await using first = await testDatabase(engine, "nova-cell");
    await using second = await testDatabase(engine, "nova-cell");
    await fillGlance(glance, [{}, {}, {}, {}, {}, {}]);
    const names = (at: number, more: StoredRow = {}): StoredRow => ({
      instance_uuid: uuidOf(100 + at),
      key: "shelved_image_id",
      value: uuidOf(at),
      deleted: 0,
      ...more,
    });
    const shelved = { vm_state: "shelved_offloaded" };
    await first.insert("instances", [
      server(100, { vm_state: "shelved" }),
      // LP#1427056: the key stays behind after unshelving.
      server(102),
      server(103, { ...shelved, deleted: 103, deleted_at: LONG_AGO }),
      server(104, shelved),
      server(105, shelved),
    ]);
    await first.insert("instance_system_metadata", [
      names(0, { value: uuidOf(0).toUpperCase() }),
      names(2),
      names(3),
      names(4, { deleted: 1 }),
      names(5, { key: "image_base_image_ref" }),
    ]);
    await second.insert("instances", [server(101, shelved)]);
    await second.insert("instance_system_metadata", [names(1)]);
    const kinds = (await rowsOf(glance, [first, second])).map((row) => row["kind"]);
    expect(kinds).toEqual(["shelved", "shelved", "snapshot", "snapshot", "snapshot", "snapshot"]);
  });
});

test("more shelved servers than a page holds", async () => {
  await using glance = await testDatabase("sqlite", "glance");
  await using cell = await testDatabase("sqlite", "nova-cell");
  await fillGlance(glance, [{}, {}, {}]);
  const servers = Array.from({ length: 4001 }, (_, at) => server(at + 1000, { vm_state: "shelved" }));
  await cell.insert("instances", servers);
  await cell.insert(
    "instance_system_metadata",
    servers.map(({ uuid }, at) => ({
      instance_uuid: uuid ?? null,
      key: "shelved_image_id",
      value: uuidOf({ 1999: 0, 2000: 1, 4000: 2 }[at] ?? 9),
      deleted: 0,
    })),
  );
  expect((await rowsOf(glance, [cell])).map((row) => row["kind"])).toEqual(["shelved", "shelved", "shelved"]);
});
