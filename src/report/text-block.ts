import { styleText } from "node:util";
import { displayWidth, fit } from "./fit.ts";

/** How text for people is laid out. */
export interface TextOptions {
  /** Terminal columns; no line is longer. */
  readonly width: number;
  readonly colour: boolean;
}

type Style = Parameters<typeof styleText>[0];

/** Text in a colour, where colours are wanted: they only repeat what the words say. */
export function paint(text: string, style: Style | undefined, { colour }: TextOptions): string {
  // The caller has settled whether to colour; node:util would look at stdout and NO_COLOR once more.
  return colour && style !== undefined ? styleText(style, text, { validateStream: false }) : text;
}

const LABEL_WIDTH = 13;
const INDENT = 2;

/** A line that begins with a label; what does not fit goes on below, in the same column. */
export function labelled(label: string, text: string, options: TextOptions, style?: Style): string[] {
  const room = options.width - INDENT - LABEL_WIDTH;
  const [first = "", ...others] = sideBySide(text.split(" "), " ", room);
  const margin = " ".repeat(INDENT + LABEL_WIDTH);
  return [
    `${headOf(label)}${painted(first, style, options)}`,
    ...others.map((line) => `${margin}${line}`),
  ].map((line) => line.trimEnd());
}

/** The first word of a text in a colour: it is the finding, the rest explains it. */
function painted(line: string, style: Style | undefined, options: TextOptions): string {
  const end = line.indexOf(" ");
  return end < 0
    ? paint(line, style, options)
    : `${paint(line.slice(0, end), style, options)}${line.slice(end)}`;
}

/** Items side by side as far as they fit, each cut where it is longer than `longest`. */
export function flow(label: string, items: readonly string[], options: TextOptions, longest = 60): string[] {
  const room = options.width - INDENT - LABEL_WIDTH;
  const lines = sideBySide(
    items.map((item) => fit(item, longest)),
    "  ",
    room,
  );
  const margin = " ".repeat(INDENT + LABEL_WIDTH);
  return lines.map((text, at) => `${at === 0 ? headOf(label) : margin}${text}`.trimEnd());
}

/** Items on as many lines as they need; one that is longer than a line is cut. */
export function sideBySide(items: readonly string[], gap: string, width: number): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const item of items) {
    const longer = line === undefined ? item : `${line}${gap}${item}`;
    if (line !== undefined && displayWidth(longer) > width) {
      lines.push(line);
      line = fit(item, width);
    } else {
      line = fit(longer, width);
    }
  }
  return [...lines, line ?? ""];
}

function headOf(label: string): string {
  return `${" ".repeat(INDENT)}${fit(label, LABEL_WIDTH - 1).padEnd(LABEL_WIDTH)}`;
}
