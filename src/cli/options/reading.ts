import type { Options } from "yargs";

const group = "Safety:";

/** How kindly and how consistently to read. */
export const readingOptions = {
  consistency: {
    group,
    choices: ["snapshot", "chunked"],
    default: "snapshot",
    describe: "one moment per database, or short statements that survive a lost connection",
  },
  "statement-timeout": {
    group,
    type: "string",
    requiresArg: true,
    default: "30",
    describe: "seconds that one statement may take on the server",
  },
  reconnect: {
    group,
    type: "string",
    requiresArg: true,
    default: "10",
    describe: "attempts to reconnect in a row without progress (chunked)",
  },
  "require-readonly-account": {
    group,
    type: "boolean",
    default: false,
    describe: "refuse an account that could write",
  },
} as const satisfies Record<string, Options>;
