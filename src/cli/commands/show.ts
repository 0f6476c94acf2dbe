import { defineCommand } from "../command.ts";
import { databaseOptions } from "../options/databases.ts";
import { outputOptions } from "../options/output.ts";
import { readingOptions } from "../options/reading.ts";

const options = {
  ...databaseOptions,
  ...outputOptions,
  format: { ...outputOptions.format, describe: "default: text for people" },
  holds: {
    group: "Output:",
    type: "boolean",
    default: true,
    describe: "who still needs the images; --no-holds spares passing whole tables for that",
  },
  ...readingOptions,
} as const;

export const show = defineCommand({
  command: "show <image..>",
  describe: "Everything about one image, explained; or about several",
  epilogue:
    "Deleted images are shown too, while their row is there. A class of full speaks of the four properties, not of usable data. Exit code 1 says that there is no such image.",
  options,
  positionals: { image: { type: "string", array: true, describe: "images.id, in either case" } },
  run: async (given, context) => (await import("../runs/show.ts")).runShow(given, context),
});
