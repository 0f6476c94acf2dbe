import type { FormatOptions, Formatter } from "./formatter.ts";
import { jsonRowWriter } from "./json-text.ts";

/** One JSON object per row and line, nothing else: whether the report is complete, the exit code says. */
export function ndjson({ columns }: FormatOptions): Formatter<string> {
  const rowText = jsonRowWriter(columns);
  return {
    head: () => "",
    rows: (rows) => rows.map((row) => `${rowText(row)}\n`).join(""),
    foot: () => "",
  };
}
