import { stringify } from "yaml";
import type { DocumentOptions, CreateNodeOptions, ParseOptions, SchemaOptions, ToStringOptions } from "yaml";
import type { Column, Row } from "../audit/row.ts";
import type { FormatOptions, Formatter } from "./formatter.ts";

/**
 * Every text is quoted and stays on its line, so that no reader, YAML 1.1 ones such as PyYAML included, takes
 * `yes`, `1e3` or a time for anything else.
 */
const STYLE: DocumentOptions & SchemaOptions & ParseOptions & CreateNodeOptions & ToStringOptions = {
  aliasDuplicateObjects: false,
  defaultKeyType: "PLAIN",
  defaultStringType: "QUOTE_DOUBLE",
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  lineWidth: 0,
};

/** Line ends of YAML 1.1 and characters that YAML forbids unescaped; the library writes them as they are. */
const UNPRINTABLE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/gu;

/** The document that `json` prints, as YAML: `rows`, `totals`, `audit`. */
export function yaml({ columns }: FormatOptions): Formatter<string> {
  let empty = true;
  return {
    head: () => "rows:",
    rows: (rows) => {
      if (rows.length === 0) {
        return "";
      }
      const lineEnd = empty ? "\n" : "";
      empty = false;
      return lineEnd + yamlText(rows.map((row) => pick(row, columns)));
    },
    foot: ({ totals, audit }) => (empty ? " []\n" : "") + yamlText({ totals, audit }),
  };
}

function yamlText(value: unknown): string {
  return stringify(value, STYLE).replace(UNPRINTABLE, escapeUnit);
}

function escapeUnit(unit: string): string {
  return String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function pick(row: Row, columns: readonly Column[]): Row {
  return Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null]));
}
