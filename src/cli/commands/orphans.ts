import { defineCommand } from "../command.ts";
import { databaseOptions } from "../options/databases.ts";
import { failOnOptions } from "../options/fail-on.ts";
import { orphanOptions } from "../options/orphans.ts";
import { readingOptions } from "../options/reading.ts";

const options = { ...databaseOptions, ...orphanOptions, ...failOnOptions, ...readingOptions } as const;

export const orphans = defineCommand({
  command: "orphans",
  describe: "One row per image whose instance is gone: how sure that is, and who still needs the image",
  epilogue:
    "A verdict of reclaimable says only that no database shows a need: the owner must agree before an image is deleted, since outliving its server is what a snapshot is for. No database shows copy-on-write children in rbd or another store, nor templates of Heat, Magnum, Trove, Octavia or Ironic.",
  options,
  run: async (given, context) => (await import("../runs/orphans.ts")).runOrphans(given, context),
});
