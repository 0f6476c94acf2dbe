import { cellText } from "./cell-text.ts";
import type { FormatOptions, Formatter } from "./formatter.ts";
import { escapeControls } from "./visible.ts";

/**
 * For shell scripts, like `openstack … -f value`: cells separated by one space, one row per line, no header.
 * Differs from cliff in that NULL prints `nullValue`, not `None`, and a line end within text prints as `\n`.
 */
export function value({ columns, nullValue }: FormatOptions): Formatter<string> {
  return {
    head: () => "",
    rows: (rows) =>
      rows
        .map((row) => columns.map(({ name }) => escapeControls(cellText(row[name], nullValue))).join(" "))
        .map((line) => `${line}\n`)
        .join(""),
    foot: () => "",
  };
}
