import { defineCommand } from "../command.ts";
import { databaseOptions } from "../options/databases.ts";
import { failOnOptions } from "../options/fail-on.ts";
import { filterOptions } from "../options/filters.ts";
import { outputOptions } from "../options/output.ts";
import { readingOptions } from "../options/reading.ts";

const options = {
  ...databaseOptions,
  ...filterOptions,
  ...outputOptions,
  ...failOnOptions,
  ...readingOptions,
} as const;

export const images = defineCommand({
  command: "images",
  describe: "One row per image: its class, what it is, and why",
  options,
  run: async (given, context) => (await import("../runs/images.ts")).runImages(given, context),
});
