import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jsonReport, type JsonReport, type ReportRow } from "./report.ts";

interface Truth {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly deleted: boolean;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly how: "keep" | "unset" | "reset" | "queued" | "delete";
  readonly class: string;
}

const FIXTURE = join(import.meta.dirname, "../fixtures/real-glance");
const FOUR = ["image_type", "instance_uuid", "base_image_ref", "image_location"];
const truth = JSON.parse(readFileSync(join(FIXTURE, "truth.json"), "utf8")) as Record<string, string[]> & {
  readonly images: readonly Truth[];
};

/** What we say of them that glance's API cannot: kind and cause. An image not named here has no cause. */
const CAUSES: Readonly<Record<string, readonly [kind: string, cause: string]>> = {
  "no-location": ["snapshot", "unexplained"],
  "no-base": ["snapshot", "rebuilt"],
  "no-uuid": ["snapshot", "unexplained"],
  "no-type": ["derived", "user-set"],
  "Snapshot-case": ["derived", "near-miss"],
  space: ["derived", "near-miss"],
  "names-upper": ["image", "near-miss"],
  "both-cases": ["snapshot", "near-miss"],
  "empty-values": ["derived", "unexplained"],
  "unset-location": ["snapshot", "removed"],
  queued: ["snapshot", "in-flight"],
  plain: ["image", ""],
};

const directory = mkdtempSync(join(tmpdir(), "audit-test-"));
let report: JsonReport;

beforeAll(async () => {
  const path = join(directory, "glance.sqlite");
  copyFileSync(join(FIXTURE, "glance-zed.sqlite"), path);
  report = await jsonReport("images", { glance: `sqlite:///${path}`, nova: [] }, ["--deleted", "include"]);
});
afterAll(() => rmSync(directory, { recursive: true }));

function rowOf(id: string): ReportRow {
  return report.rows.find((row) => row["image_id"] === id) ?? {};
}

test("all its images are there once, in the order of their ids", () => {
  const ids = truth.images.map(({ id }) => id);
  expect(ids).toHaveLength(19);
  expect(report.rows.map((row) => row["image_id"])).toEqual(ids.sort());
});

test.each(truth.images)("$name", ({ id, name, status, class: found, properties, how }) => {
  const row = rowOf(id);
  expect(row).toMatchObject({ name, status, class: found, ...properties });
  expect(row["absent"]).toEqual(FOUR.filter((property) => properties[property] === null));
  expect(row["removed"]).toEqual(how === "unset" ? ["image_location"] : []);
  const [kind, cause] = CAUSES[name] ?? ["snapshot", ""];
  expect([row["kind"], row["cause"]]).toEqual([kind, cause === "" ? null : cause]);
  expect(row).toMatchObject({ visibility: "private", instance_state: null });
  expect(row["created_at"]).toMatch(/^2026-11-23T22:46:3\dZ$/);
});

test("glance's own search by image_type finds the images whose value is exactly that", () => {
  const found = report.rows.filter((row) => row["image_type"] === "snapshot" && row["status"] !== "deleted");
  const names = truth["GET /v2/images?image_type=snapshot"] ?? [];
  expect(found.map((row) => String(row["name"])).sort()).toEqual(names.toSorted());
});

test("the deleted image shows only when it is asked for", async () => {
  const source = { glance: `sqlite:///${join(directory, "glance.sqlite")}`, nova: [] };
  const deleted = truth.images.filter((image) => image.deleted).map(({ id }) => id);
  const only = await jsonReport("images", source, ["--deleted", "only"]);
  expect(only.rows.map((row) => row["image_id"])).toEqual(deleted);
  expect(only.rows).toMatchObject([{ class: "full", image_type: "snapshot", removed: [] }]);
  const without = await jsonReport("images", source);
  expect(without.rows).toEqual(report.rows.filter((row) => !deleted.includes(String(row["image_id"]))));
});
