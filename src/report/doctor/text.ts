import { styleText } from "node:util";
import { worstLevel, type Check, type Examination, type Level } from "../../audit/doctor/checks.ts";
import { displayWidth } from "../fit.ts";
import { makeVisible } from "../visible.ts";
import type { Sentence } from "./sentence.ts";
import { sentenceOf } from "./sentences.ts";
import { wrap } from "./wrap.ts";

const WIDEST = 100;
const LEVEL_WIDTH = 9;
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
  const overview = examinations.map((one) =>
    line(worstLevel(one.checks), nameOf(one), summaryOf(one.checks), style),
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

/** Statements of one question share a line while there is nothing to say of them. */
function joinPlans(checks: readonly Check[]): { level: Level; sentence: Sentence }[] {
  const joined: { level: Level; sentence: Sentence; plan: boolean }[] = [];
  for (const one of checks) {
    const sentence = sentenceOf(one);
    const last = joined.at(-1);
    const plan = one.code === "query" && one.level === "ok";
    if (!plan || !last?.plan || last.sentence.subject !== sentence.subject) {
      joined.push({ level: one.level, sentence, plan });
    } else if (one.code === "query" && one.facts.steps.length > 0) {
      const before =
        last.sentence.finding === "answered by an index alone" ? "" : `${last.sentence.finding}; `;
      last.sentence = { ...sentence, finding: before + sentence.finding };
    }
  }
  return joined;
}

function sentenceLines(level: Level, { subject, finding, advice }: Sentence, style: TextStyle): string {
  return line(level, subject, advice === null ? finding : `${finding}\n${advice}`, style);
}

/** One statement in columns, gone on with below where it is long. */
function line(level: Level, subject: string, text: string, { width, colour }: TextStyle): string {
  const indent = LEVEL_WIDTH + SUBJECT_WIDTH;
  const name = makeVisible(subject);
  const room = Math.max(20, Math.min(width, WIDEST) - indent - 2);
  const [first = "", ...others] = text.split("\n").flatMap((part) => wrap(makeVisible(part), room));
  const word = colour ? styleText(COLOURS[level], level, { validateStream: false }) : level;
  const gap = " ".repeat(LEVEL_WIDTH - level.length);
  const beside = displayWidth(name) < SUBJECT_WIDTH;
  const below = beside ? others : [first, ...others];
  const head = beside ? `${name}${" ".repeat(SUBJECT_WIDTH - displayWidth(name))}${first}` : name;
  return `  ${word}${gap}${head}\n${below.map((part) => `  ${" ".repeat(indent)}${part}\n`).join("")}`;
}
