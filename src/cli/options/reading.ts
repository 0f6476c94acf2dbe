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
  "max-load": {
    group,
    type: "string",
    array: true,
    requiresArg: true,
    nargs: 1,
    describe: "wait while a status variable of the server is higher: Threads_running=25",
  },
  "max-lag": {
    group,
    type: "string",
    requiresArg: true,
    describe: "wait while the server is a replica further behind than this, or stopped: seconds",
  },
  "pause-file": {
    group,
    type: "string",
    requiresArg: true,
    describe: "wait while this file exists",
  },
  "run-time": {
    group,
    type: "string",
    requiresArg: true,
    describe: "end after this long, with exit code 4: 90s, 30m, 2h",
  },
  "max-view-age": {
    group,
    type: "string",
    requiresArg: true,
    default: "10m",
    describe: "give up a read view older than this (snapshot); 0 turns it off",
  },
  "show-sql": {
    group,
    type: "boolean",
    default: false,
    describe: "print each statement that was sent, its count and time",
  },
} as const satisfies Record<string, Options>;
