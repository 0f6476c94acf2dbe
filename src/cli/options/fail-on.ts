import type { Options } from "yargs";

/** When to exit with 1. */
export const failOnOptions = {
  "fail-on": {
    group: "Output:",
    choices: ["none", "info", "warning", "error", "any"],
    default: "none",
    describe: "exit with 1 if there is such a finding; any: a row whose cause is not expected",
  },
} as const satisfies Record<string, Options>;
