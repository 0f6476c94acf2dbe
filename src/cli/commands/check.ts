import { defineCommand } from "../command.ts";
import { checkOptions } from "../options/check.ts";
import { databaseOptions } from "../options/databases.ts";
import { filterOptions } from "../options/filters.ts";
import { outputOptions } from "../options/output.ts";
import { readingOptions } from "../options/reading.ts";

const options = {
  ...checkOptions,
  ...databaseOptions,
  ...filterOptions,
  ...outputOptions,
  format: {
    ...outputOptions.format,
    choices: [...outputOptions.format.choices, "sarif", "junit", "nagios"],
  },
  ...readingOptions,
} as const;

export const check = defineCommand({
  command: "check",
  describe: "What the databases say that cannot be right, by the consistency rules",
  options,
  run: async (given, context) => (await import("../runs/check.ts")).runCheck(given, context),
});
