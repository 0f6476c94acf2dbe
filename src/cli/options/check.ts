import type { Options } from "yargs";

const group = "Rules:";

const list = (describe: string) =>
  ({ group, type: "string", array: true, requiresArg: true, nargs: 1, describe }) as const satisfies Options;

/** Which rules `check` runs, and when it fails. */
export const checkOptions = {
  rule: list("only these rules: ids or globs such as 'owner-*'; `glance-audit rules` lists them"),
  "skip-rule": list("not these rules"),
  severity: {
    group,
    choices: ["info", "warning", "error"],
    default: "info",
    describe: "only rules of this severity or a higher one",
  },
  baseline: {
    group,
    type: "string",
    requiresArg: true,
    describe: "an earlier JSON or CSV of check: marks findings as new, known or resolved",
  },
  suppressions: {
    group,
    type: "string",
    requiresArg: true,
    describe: "a YAML file of findings that may wait: rule, subject, reason, owner, expires",
  },
  "fail-on": {
    group: "Output:",
    choices: ["none", "info", "warning", "error", "any", "new:info", "new:warning", "new:error", "new:any"],
    default: "error",
    describe: "exit with 1 if there is a finding of this severity or a higher one; new: not in the baseline",
  },
} as const satisfies Record<string, Options>;
