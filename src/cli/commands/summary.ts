import { SUMMARY_KEYS } from "../../audit/images/summary-keys.ts";
import { defineCommand } from "../command.ts";
import { databaseOptions } from "../options/databases.ts";
import { failOnOptions } from "../options/fail-on.ts";
import { filterOptions } from "../options/filters.ts";
import { outputOptions } from "../options/output.ts";
import { readingOptions } from "../options/reading.ts";

const options = {
  by: {
    type: "string",
    array: true,
    nargs: 1,
    requiresArg: true,
    default: ["class"],
    describe: `count by ${SUMMARY_KEYS.join(", ")}; several with commas`,
  },
  ...databaseOptions,
  ...filterOptions,
  ...outputOptions,
  ...failOnOptions,
  ...readingOptions,
} as const;

export const summary = defineCommand({
  command: "summary",
  describe: "Counts and bytes by class, kind, cause, owner, status, visibility, instance state or year",
  options,
  run: async (given, context) => (await import("../runs/summary.ts")).runSummary(given, context),
});
