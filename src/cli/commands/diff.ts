import { defineCommand } from "../command.ts";
import { outputOptions } from "../options/output.ts";

export const diff = defineCommand({
  command: "diff <before> <after>",
  describe: "What came, went and changed between two saved reports; needs no database",
  epilogue:
    "Compares two reports of images, orphans or check, each as -f json or -f csv wrote it. Exits with 1 if anything differs.",
  options: outputOptions,
  positionals: {
    before: { type: "string", describe: "the earlier report" },
    after: { type: "string", describe: "the later report" },
  },
  run: async (given, context) => (await import("../runs/diff.ts")).runDiff(given, context),
});
