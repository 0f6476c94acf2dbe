import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import {
  deleted,
  handMadeCloud,
  imageOf,
  server,
  serverOf,
  type HandMadeCloud,
} from "../audit/hand-made-cloud.ts";

const EVIL_NAME = "x\nopenstack image delete evil; $(touch pwned) '";
const EVIL_ID = "'; openstack image delete evil #";

let cloud: HandMadeCloud;
beforeAll(async () => {
  cloud = await handMadeCloud("sqlite", 2, ["cinder"]);
  await cloud.mapCells();
  const anHourAgo = new Date(Date.now() - 3_600_000).toISOString().slice(0, 19).replace("T", " ");
  await cloud.addImage(1);
  await cloud.addImage(2, {}, { name: EVIL_NAME });
  await cloud.addImage(3, {}, { created_at: anHourAgo });
  await cloud.addImage(4);
  await cloud.addImage(5, {}, { visibility: "public" });
  await cloud.glance.run(`
    insert into images (id, name, status, visibility, min_disk, min_ram, protected, os_hidden, created_at, deleted)
      select '${EVIL_ID.replaceAll("'", "''")}', name, status, visibility, 0, 0, 0, 0, created_at, 0 from images where id = '${imageOf(1)}';
    insert into image_properties (image_id, name, value, created_at, deleted)
      values ('${EVIL_ID.replaceAll("'", "''")}', 'instance_uuid', '${serverOf(2)}', '2026-01-01 00:00:00', 0)`);
  await cloud.cells[1]?.insert("instances", [server(1), deleted(2), deleted(3), deleted(5)]);
});
afterAll(() => cloud[Symbol.asyncDispose]());

const orphans = (...more: string[]) => {
  const places = ["--glance", cloud.glance.url, "--nova-api", cloud.api.url];
  return runCli(["orphans", ...places, "--cinder", cloud.cinder?.url ?? "", ...more]);
};
const codeOf = async (...more: string[]) => (await orphans("-q", ...more)).code;
const totalsOf = async (...more: string[]) => {
  const { code, stdout } = await orphans("-f", "json", ...more);
  const { rows, totals } = JSON.parse(stdout);
  return { code, printed: rows.length, totals };
};

describe("orphans, as users run it", () => {
  test("--fail-on any is about any orphan that was asked for", async () => {
    expect(await codeOf()).toBe(0);
    expect(await codeOf("--fail-on", "any")).toBe(1);
    expect(await codeOf("--fail-on", "any", "--limit", "0")).toBe(1);
    expect(await codeOf("--fail-on", "any", "--image", imageOf(1))).toBe(0);
    expect(await codeOf("--fail-on", "any", "--certainty", "presumed", "--verdict", "held")).toBe(0);
  });

  test("images younger than a day are counted as too young, unless --min-age says otherwise", async () => {
    expect(await totalsOf()).toMatchObject({ code: 0, printed: 4, totals: { too_young: 1, scanned: 6 } });
    expect(await totalsOf("--min-age", "0")).toMatchObject({ printed: 5, totals: { too_young: 0 } });
    expect(await totalsOf("--min-age", "30m")).toMatchObject({ printed: 5, totals: { too_young: 0 } });
    expect(await totalsOf("--min-age", "36500d")).toMatchObject({ printed: 0, totals: { too_young: 5 } });
  });

  test("proven and presumed bytes are apart", async () => {
    const { totals } = await totalsOf();
    // The one whose id is odd has no size.
    expect(totals).toMatchObject({ proven_bytes: 2000, presumed_bytes: 1000, undetermined: 0 });
    const { totals: held } = await totalsOf("--verdict", "held");
    expect(held).toMatchObject({ proven_bytes: 1000, presumed_bytes: 0, printed: 1 });
  });

  test("wrong words are wrong usage, and so is orphans without nova", async () => {
    for (const more of [
      ["--certainty", "sure"],
      ["--verdict", "free"],
      ["-c", "no_such"],
      ["--min-age", "old"],
    ]) {
      expect(await orphans(...more)).toMatchObject({
        code: 2,
        stdout: "",
        stderr: expect.stringContaining("takes"),
      });
    }
    expect(await runCli(["orphans", "--glance", cloud.glance.url])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--nova-api, or each cell with --nova/),
    });
  });

  test("-f commands: one comment for each, whatever names and ids hold", async () => {
    const { stdout } = await orphans("-f", "commands");
    const lines = stdout.trimEnd().split("\n");
    expect(lines.filter((line) => !line.startsWith("#"))).toEqual([]);
    expect(lines.filter((line) => line.startsWith("# openstack image delete"))).toHaveLength(4);
  });

  test("--uncomment: those that are reclaimable and proven", async () => {
    const { stdout } = await orphans("-f", "commands", "--uncomment");
    const live = stdout.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(live.toSorted().map((line) => line.split("  # ")[0])).toEqual([
      String.raw`openstack image delete ''\''; openstack image delete evil #'`,
      `openstack image delete ${imageOf(2)}`,
    ]);
  });
});
