import { defineCommand } from "../command.ts";
import { outputOptionsWith } from "../options/output.ts";

export const rules = defineCommand({
  command: "rules [rule]",
  describe: "The consistency rules, or one of them explained; needs no database",
  options: outputOptionsWith("markdown"),
  positionals: { rule: { type: "string", describe: "the id of one rule" } },
  run: async (given, context) => (await import("../runs/rules.ts")).runRules(given, context),
});
