import { describe, expect, test } from "vitest";
import { ImageJudge } from "../../src/audit/images/judge-stretch.ts";
import { NovaKnowledge } from "../../src/audit/nova/nova-knowledge.ts";
import { withDatabases } from "../../src/audit/with-databases.ts";
import { NO_FILTERS } from "../../src/judge/filters.ts";
import { ImageTally } from "../../src/judge/totals.ts";
import { readStretches } from "../../src/read/glance/read-images.ts";
import { NO_PROGRESS, OPEN_OPTIONS } from "../read/open-options.ts";
import { ENGINES } from "../read/test-database.ts";
import { deleted, handMadeCloud, NOW, server, type HandMadeCloud } from "./hand-made-cloud.ts";

const CHUNKED = { filters: NO_FILTERS, consistency: "chunked", now: NOW, progress: NO_PROGRESS } as const;

/** The states of all images, when `meanwhile` happens between the look at nova and the reading of the images. */
async function statesWhen(
  cloud: HandMadeCloud,
  meanwhile: () => Promise<void>,
): Promise<{ states: (string | null)[]; shortfalls: readonly string[] }> {
  const states: (string | null)[] = [];
  let shortfalls: readonly string[] = [];
  const open = { ...OPEN_OPTIONS, consistency: "chunked" } as const;
  await withDatabases(cloud.places(), open, async (databases) => {
    const { glance, nova, ledger } = databases;
    const judge = new ImageJudge(databases, CHUNKED, new ImageTally());
    for await (const stretch of readStretches(glance, { ...CHUNKED, progress: () => undefined })) {
      const knowledge = nova && (await NovaKnowledge.of(databases, nova, stretch, { removed: false }));
      await meanwhile();
      for await (const page of judge.judge(stretch.pages(), knowledge))
        states.push(...page.judged.map(({ verdict }) => verdict.instanceState));
    }
    shortfalls = ledger.shortfalls;
  });
  return { states, shortfalls };
}

describe.each(ENGINES)("on %s, without a read view", (engine) => {
  test("images that come while others are read are looked up as well", async () => {
    await using cloud = await handMadeCloud(engine, 1);
    await cloud.mapCells();
    const [cell] = cloud.cells;
    await cell?.insert("instances", [server(1), deleted(2)]);
    await cloud.addImage(1);
    const found = await statesWhen(cloud, async () => {
      await cell?.insert("instances", [server(3)]);
      await cloud.addImage(2);
      await cloud.addImage(3);
      await cloud.addImage(4);
    });
    expect(found).toEqual({ states: ["alive", "deleted", "alive", "untraceable"], shortfalls: [] });
  });

  test("of cells that may be another cloud's nothing late is called gone either", async () => {
    await using cloud = await handMadeCloud(engine, 1);
    await cloud.mapCells();
    await cloud.addImage(1);
    const { states, shortfalls } = await statesWhen(cloud, () => cloud.addImage(2));
    expect(states).toEqual(["unknown", "unknown"]);
    expect(shortfalls).toHaveLength(1);
  });
});
