import type { Options } from "yargs";

const group = "Output:";

/** How a report is written. */
export const outputOptions = {
  format: {
    alias: "f",
    group,
    choices: ["table", "csv", "json", "ndjson", "yaml", "value"],
    describe: "default: table on a terminal, csv otherwise",
  },
  column: {
    alias: "c",
    group,
    type: "string",
    array: true,
    requiresArg: true,
    nargs: 1,
    describe: "a column to print, in this order; repeat, or all",
  },
  output: {
    alias: "o",
    group,
    type: "string",
    requiresArg: true,
    describe: "write to this file, whole or not at all",
  },
  force: { group, type: "boolean", default: false, describe: "replace the output file if it exists" },
  manifest: {
    group,
    type: "boolean",
    default: false,
    describe: "with --output, also write FILE.manifest.json: checksum, totals, servers",
  },
  "null-value": {
    group,
    type: "string",
    requiresArg: true,
    default: "",
    describe: "text for NULL (csv, value)",
  },
  bom: { group, type: "boolean", default: false, describe: "begin with a byte order mark (csv)" },
  delimiter: { group, type: "string", requiresArg: true, default: ",", describe: "between fields (csv)" },
  "escape-formulas": {
    group,
    type: "boolean",
    default: true,
    describe: "prefix values that a spreadsheet would run with ' (csv)",
  },
  quiet: {
    alias: "q",
    group,
    type: "boolean",
    default: false,
    describe: "print nothing but the report and errors",
  },
  verbose: {
    group,
    type: "boolean",
    default: false,
    describe: "print which servers answered, and stack traces of failures",
  },
} as const satisfies Record<string, Options>;
