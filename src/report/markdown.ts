import { markdownTable } from "markdown-table";
import { cellText } from "./cell-text.ts";
import type { FormatOptions, Formatter } from "./formatter.ts";
import { makeVisible } from "./visible.ts";

/** A GitHub-flavoured Markdown table, to be pasted into a ticket or a wiki. */
export function markdown({ columns }: FormatOptions): Formatter<string> {
  const style = {
    align: columns.map(({ type }) => (type === "integer" ? "right" : "")),
    alignDelimiters: false,
  };
  const names = columns.map(({ name }) => escapeMarkdown(name));
  return {
    head: () => `${markdownTable([names], style)}\n`,
    rows: (rows) => {
      const cells = rows.map((row) => columns.map(({ name }) => escapeMarkdown(cellText(row[name], ""))));
      const [, , ...lines] = markdownTable([names, ...cells], style).split("\n");
      return lines.map((line) => `${line}\n`).join("");
    },
    foot: () => "",
  };
}

/** Underscores within words, as in `image_type`, mean nothing in Markdown and stay readable. */
const MARKUP = /[\\`*<>[\]|~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

function escapeMarkdown(text: string): string {
  return makeVisible(text).replace(MARKUP, String.raw`\$&`);
}
