import { styleText } from "node:util";
import { worstLevel, type Check, type Examination, type Level } from "../../audit/doctor/checks.ts";
import { displayWidth } from "../fit.ts";
import { makeVisible } from "../visible.ts";
import { summarisePlans } from "./describe-plan.ts";
import type { Sentence } from "./sentence.ts";
import { sentenceOf } from "./sentences.ts";
import { wrap } from "./wrap.ts";

const WIDEST = 100;
const NARROWEST = 20;
/** Room for the level. */
const INDENT = 11;
const SUBJECT_WIDTH = 27;
const COLOURS = { ok: "green", note: "cyan", warning: "yellow", problem: "red" } as const satisfies Record<
  Level,
  string
>;

/** How it is to look. */
export interface TextStyle {
  /** Display columns; more than a hundred are not used. */
  readonly width: number;
  readonly colour: boolean;
}

/** Everything that was found, for people: first which database is in which state, then one by one. */
export function doctorText(examinations: readonly Examination[], style: TextStyle): string {
  const room = Math.max(...examinations.map((one) => displayWidth(nameOf(one)))) + 2;
  const overview = examinations.map((one) =>
    line(worstLevel(one.checks), nameOf(one), summaryOf(one.checks), { ...style, subjectWidth: room }),
  );
  const details = examinations.map((one) => {
    const heading = [nameOf(one), ...(one.where === null ? [] : [one.where])].join("  ");
    const lines = joinPlans(one.checks).map(({ level, sentence }) => sentenceLines(level, sentence, style));
    return `\n${makeVisible(heading)}\n${lines.join("")}`;
  });
  return overview.join("") + details.join("");
}

function nameOf({ database }: Examination): string {
  return database ?? "between databases";
}

function summaryOf(checks: readonly Check[]): string {
  const count = (level: Level, word: string): string[] => {
    const found = checks.filter((one) => one.level === level).length;
    return found === 0 ? [] : [`${found} ${word}${found === 1 ? "" : "s"}`];
  };
  const counts = [...count("problem", "problem"), ...count("warning", "warning"), ...count("note", "note")];
  return counts.length === 0 ? "nothing to say" : counts.join(", ");
}

/** Plans of which nothing is to be said share one entry: a screen is for what asks for attention. */
function joinPlans(checks: readonly Check[]): { level: Level; sentence: Sentence }[] {
  const sound = checks.flatMap((one) => (one.code === "query" && one.level === "ok" ? [one.facts] : []));
  const isFirst = (one: Check): boolean => one.code === "query" && one.facts === sound[0];
  return checks
    .filter((one) => one.code !== "query" || one.level !== "ok" || isFirst(one))
    .map((one) => ({
      level: one.level,
      sentence: isFirst(one) ? summarisePlans(sound) : sentenceOf(one),
    }));
}

/** The finding in columns, gone on with below where it is long; the advice under it, with more room. */
function sentenceLines(level: Level, { subject, finding, advice }: Sentence, style: TextStyle): string {
  const width = Math.min(style.width, WIDEST) - INDENT;
  const below = advice?.split("\n").flatMap((part) => wrap(makeVisible(part), Math.max(NARROWEST, width)));
  return line(level, subject, finding, style) + (below ?? []).map((part) => indented(INDENT, part)).join("");
}

function line(
  level: Level,
  subject: string,
  finding: string,
  { width, colour, subjectWidth = SUBJECT_WIDTH }: TextStyle & { readonly subjectWidth?: number },
): string {
  const at = INDENT + subjectWidth;
  const name = makeVisible(subject);
  const lines = wrap(makeVisible(finding), Math.max(NARROWEST, Math.min(width, WIDEST) - at));
  const word = colour ? styleText(COLOURS[level], level, { validateStream: false }) : level;
  const start = `  ${word}${" ".repeat(INDENT - 2 - level.length)}${name}`;
  const room = subjectWidth - displayWidth(name);
  if (room < 1) return `${start}\n${lines.map((part) => indented(at, part)).join("")}`;
  const [first = "", ...others] = lines;
  return `${start}${" ".repeat(room)}${first}\n${others.map((part) => indented(at, part)).join("")}`;
}

function indented(columns: number, text: string): string {
  return `${" ".repeat(columns)}${text}\n`;
}
