import { defineCommand } from "../command.ts";

const options = {
  keep: {
    type: "string",
    requiresArg: true,
    describe: "make the databases in this folder and leave them there",
  },
  mysql: {
    type: "string",
    requiresArg: true,
    describe: "load the cloud into this scratch server instead; its databases must be empty or not exist",
  },
  images: { type: "number", requiresArg: true, default: 200, describe: "how many images" },
  seed: { type: "number", requiresArg: true, default: 1, describe: "the same seed makes the same cloud" },
  verbose: { type: "boolean", default: false, describe: "print stack traces of failures" },
} as const;

export const demo = defineCommand({
  command: "demo",
  describe: "Makes a synthetic cloud and audits it: the first command to try",
  options,
  run: async (given, context) => (await import("../runs/demo.ts")).runDemo(given, context),
});
