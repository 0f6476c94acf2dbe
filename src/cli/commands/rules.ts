import { defineCommand } from "../command.ts";
import { outputOptions } from "../options/output.ts";

const options = {
  ...outputOptions,
  format: { ...outputOptions.format, choices: [...outputOptions.format.choices, "markdown"] },
} as const;

export const rules = defineCommand({
  command: "rules [rule]",
  describe: "The consistency rules, or one of them explained; needs no database",
  options,
  positionals: { rule: { type: "string", describe: "the id of one rule" } },
  run: async (given, context) => (await import("../runs/rules.ts")).runRules(given, context),
});
