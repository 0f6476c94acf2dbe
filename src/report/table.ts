import { styleText } from "node:util";
import { markdownTable } from "markdown-table";
import type { Column, Row } from "../audit/row.ts";
import { cellStyle } from "./cell-style.ts";
import { cellText } from "./cell-text.ts";
import { columnWidths } from "./column-widths.ts";
import type { ColumnShape } from "./column-widths.ts";
import { displayWidth, fit } from "./fit.ts";
import type { FormatOptions, Formatter } from "./formatter.ts";
import { makeVisible } from "./visible.ts";

const ID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Room for what a later page may hold even if the first page has none of it. */
const LEAST: Readonly<Record<Column["type"], number>> = {
  text: 0,
  list: 0,
  integer: 0,
  boolean: "false".length,
  time: "2026-01-01T00:00:00Z".length,
  nested: 0,
};

const FIGURES: ReadonlySet<Column["type"]> = new Set(["integer", "boolean", "time"]);

/** Columns of words from a short list: cut they say nothing. */
const WORDS: ReadonlySet<string> = new Set([
  "class",
  "kind",
  "cause",
  "instance_state",
  "certainty",
  "verdict",
  "severity",
  "standing",
]);

interface Layout {
  readonly widths: readonly number[];
  readonly padding: boolean;
  /** Even at their narrowest the columns do not fit: the right end of each line is cut. */
  readonly cut: boolean;
}

/**
 * A table for people, page by page: the first page settles the column widths, and later text that is longer ends in
 * `…`. No line takes more than `width` columns. NULL prints as nothing; totals are the caller's to print.
 */
export function table(options: FormatOptions): Formatter<string> {
  const { columns } = options;
  let layout: Layout | undefined;

  const page = (rows: readonly Row[]): string => {
    const cells = rows.map((row) => columns.map(({ name }) => makeVisible(cellText(row[name], ""))));
    const first = layout === undefined;
    layout ??= settle(columns, cells, options.width);
    const lines = draw(cells, layout, options);
    return (first ? lines : lines.slice(2)).map((line) => `${line}\n`).join("");
  };

  return {
    head: () => "",
    rows: (rows) => (rows.length === 0 ? "" : page(rows)),
    foot: () => (layout === undefined ? page([]) : ""),
  };
}

function settle(columns: readonly Column[], cells: readonly string[][], width: number): Layout {
  const shapes = columns.map((column, index) => {
    const texts = cells.map((row) => row[index] ?? "");
    return shapeOf(column, texts, width);
  });
  const gaps = columns.length - 1;
  const natural = columnWidths(shapes, Infinity);
  if (sum(natural) + 3 * gaps <= width) {
    return { widths: natural, padding: true, cut: false };
  }
  const widths = columnWidths(shapes, width - gaps);
  return { widths, padding: false, cut: sum(widths) + gaps > width };
}

function shapeOf({ name, type }: Column, texts: readonly string[], width: number): ColumnShape {
  const filled = texts.filter((text) => text !== "");
  const isId = filled.length > 0 && filled.every((text) => ID.test(text));
  const widest = texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
  return {
    header: displayWidth(name),
    content: Math.min(width, Math.max(widest, LEAST[type])),
    kind: FIGURES.has(type) ? "figure" : WORDS.has(name) ? "word" : isId ? "id" : "text",
  };
}

/** The header, the rule below it, and a line per row. */
function draw(
  cells: readonly string[][],
  layout: Layout,
  { columns, colour, width }: FormatOptions,
): string[] {
  const { widths, padding, cut } = layout;
  const paint = colour && !cut;
  const fitted = (text: string, index: number): string => fit(text, widths[index] ?? 0);
  const body = cells.map((row) =>
    row.map((text, index) => {
      const style = paint ? cellStyle(columns[index]?.name ?? "", text) : undefined;
      return paintText(fitted(text, index), style);
    }),
  );
  // The library makes a column as wide as its widest cell: a last row of full width, dropped again, holds it open.
  const ruler = widths.map((columnWidth) => "-".repeat(columnWidth));
  const drawn = markdownTable([columns.map(({ name }, index) => fitted(name, index)), ...body, ruler], {
    align: columns.map(({ type }) => (type === "integer" ? "right" : "")),
    delimiterStart: false,
    delimiterEnd: false,
    padding,
    stringLength: displayWidth,
  });
  const [names = "", rule = "", ...lines] = drawn.split("\n").slice(0, -1);
  return [
    paintText(names, paint ? "bold" : undefined),
    paintText(rule.replaceAll(":", "-"), paint ? "dim" : undefined),
    ...lines,
  ].map((line) => (cut ? fit(line, width) : line));
}

function paintText(text: string, style: Parameters<typeof styleText>[0] | undefined): string {
  // The caller has settled whether to colour; node:util would look at stdout and NO_COLOR once more.
  return style === undefined ? text : styleText(style, text, { validateStream: false });
}

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0);
}
