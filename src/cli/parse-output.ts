import type { InferredOptionTypes } from "yargs";
import type { Column } from "../audit/row.ts";
import type { Format } from "../report/formats.ts";
import type { FormatOptions } from "../report/formatter.ts";
import type { outputOptions } from "./options/output.ts";
import { items } from "./parse-values.ts";
import type { Problems } from "./problems.ts";
import type { Terminal } from "./terminal.ts";

export type OutputArguments = Omit<InferredOptionTypes<typeof outputOptions>, "format"> & {
  readonly format: string | undefined;
  readonly uncomment?: boolean;
};

/** A file to be written. */
export interface OutputTarget {
  readonly path: string;
  readonly force: boolean;
  readonly manifest: boolean;
}

/** How a report is to be written: everything decided. */
export interface OutputPlan {
  readonly format: Format;
  readonly formatOptions: FormatOptions;
  /** undefined: standard output. */
  readonly target: OutputTarget | undefined;
  readonly quiet: boolean;
}

/**
 * Understands the output options; what is wrong goes to `problems`.
 * @param columns all columns of the command
 * @param tableColumns those that a table shows unless told otherwise
 */
export function parseOutput(
  given: OutputArguments,
  columns: readonly Column[],
  tableColumns: readonly string[],
  terminal: Terminal,
  problems: Problems,
): OutputPlan {
  const onTerminal = terminal.outputIsTerminal && given.output === undefined;
  const format = (given.format ?? (onTerminal ? "table" : "csv")) as Format;
  if (given.manifest && given.output === undefined) problems.add("--manifest goes with --output FILE.");
  if (given.output === "") problems.add("--output takes the name of a file.");
  if (Array.from(given.delimiter).length !== 1 || /["'\r\n]/.test(given.delimiter)) {
    problems.add("--delimiter takes one character other than a quote or a line end.");
  }
  return {
    format,
    formatOptions: {
      columns: chooseColumns(
        format === "commands" ? ["all"] : given.column,
        columns,
        format === "table" ? tableColumns : undefined,
        problems,
      ),
      width: terminal.width,
      colour: terminal.colour && onTerminal,
      nullValue: given["null-value"],
      bom: given.bom,
      delimiter: given.delimiter,
      escapeFormulas: given["escape-formulas"],
      uncomment: given.uncomment === true,
    },
    target:
      given.output === undefined
        ? undefined
        : { path: given.output, force: given.force, manifest: given.manifest },
    quiet: given.quiet,
  };
}

function chooseColumns(
  given: readonly string[] | undefined,
  columns: readonly Column[],
  fallback: readonly string[] | undefined,
  problems: Problems,
): readonly Column[] {
  const wanted = given === undefined ? fallback : items(given);
  if (wanted === undefined || wanted.includes("all")) return columns;
  const names = columns.map((column) => column.name);
  if (wanted.length === 0) problems.add("--column was given without a value.");
  return wanted.flatMap((name) => {
    const found = columns.find((column) => column.name === name);
    if (found === undefined) problems.add(`--column takes ${names.join(", ")} or all, not "${name}".`);
    return found ?? [];
  });
}
