import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goldenCloud, type GoldenCloud } from "./golden-cloud.ts";

// npx vitest run --config test/vitest.config.ts test/golden -u   writes them anew; README shows some of them.

let cloud: GoldenCloud;
beforeAll(async () => {
  cloud = await goldenCloud();
});
afterAll(() => cloud[Symbol.dispose]());

/** `@slug` stands for the id of a named image. */
const SCREENS: readonly (readonly [name: string, command: string])[] = [
  ["images", "images -f table --class missing,full --unexpected"],
  ["images-csv", "images -f csv --cause copied,restored"],
  ["orphans", "orphans -f table --limit 16"],
  ["orphans-columns", "orphans -f table -c name -c instance_state -c cell -c verdict -c holds --limit 12"],
  ["orphans-commands", "orphans -f commands --uncomment --limit 6"],
  ["summary", "summary -f table --by class,kind,cause"],
  ["summary-instance-state", "summary -f table --by instance_state"],
  ["show-snapshot", "show @web-01-before-upgrade"],
  ["show-removed", "show @golden-web"],
  ["show-doomed", "show @app-03-relabelled"],
  ["show-restored", "show @db-01-restored"],
  ["show-broken", "show @erp-06-storage-gone"],
  ["show-inherited", "show @erp-04-of-a-clone"],
  ["show-orphan", "show @erp-old-snapshot"],
  ["show-shared", "show @web-02-by-operator"],
  ["show-moving", "show @moving-01-before-move"],
  ["show-building", "show @launch-template"],
  ["show-deleted", "show @web-09-deleted-yesterday"],
  ["show-rotation", "show @erp-13-last-state"],
  ["show-without-holds", "show --no-holds @retired-02-last-state"],
  ["show-nothing", "show no-such-image"],
];

describe("a command prints what it printed before", () => {
  test.each(SCREENS)("%s", async (name, command) => {
    const words = command.replaceAll(/@([a-z0-9.-]+)/g, (_, slug: string) => cloud.id(slug));
    await expect(await cloud.transcript(words)).toMatchFileSnapshot(`${name}.txt`);
  });

  test("show-glance-alone", async () => {
    const printed = await cloud.transcript(`show ${cloud.id("retired-01-last-state")}`, { only: "glance" });
    await expect(printed).toMatchFileSnapshot("show-glance-alone.txt");
  });
});
