import type { Options } from "yargs";
import { databaseOptions } from "./databases.ts";
import { outputOptions } from "./output.ts";
import { readingOptions } from "./reading.ts";

/** Options of `doctor`: it reads nothing that could be long or need one moment. */
export const doctorOptions = {
  ...databaseOptions,
  ...outputOptions,
  format: { ...outputOptions.format, describe: "default: text, one screen per database" },
  "statement-timeout": readingOptions["statement-timeout"],
  "run-time": readingOptions["run-time"],
  "show-sql": readingOptions["show-sql"],
} as const satisfies Record<string, Options>;
