import type { Options } from "yargs";
import { VERDICTS } from "../../judge/holds.ts";
import { filterOptions } from "./filters.ts";
import { outputOptions } from "./output.ts";

/** Filters of `orphans`: only live images can be any. */
const { deleted: _, ...filters } = filterOptions;

/** What is special about the options of `orphans`. */
export const orphanOptions = {
  ...filters,
  "min-age": {
    ...filterOptions["min-age"],
    default: "24h",
    describe: "only orphans at least this old: 30d, 12h; 0 for all",
  },
  certainty: {
    ...filterOptions.class,
    describe: "proven: a row says that the instance is gone; presumed: it is nowhere",
  },
  verdict: { ...filterOptions.class, describe: `whether anybody needs the image: ${VERDICTS.join(", ")}` },
  ...outputOptions,
  format: { ...outputOptions.format, choices: [...outputOptions.format.choices, "commands"] },
  uncomment: {
    group: "Output:",
    type: "boolean",
    default: false,
    describe: "of -f commands, uncomment those that are reclaimable and proven",
  },
} as const satisfies Record<string, Options>;
