import type { Rule } from "./rule.ts";

/** Everything about a rule, as text for people. */
export function explainRule(rule: Rule): string {
  return [
    `${rule.id} (${rule.severity}): ${rule.title}`,
    "",
    ...paragraph("Why it matters", rule.why),
    ...paragraph("When it is fine", rule.fine),
    ...paragraph("What to do", rule.todo),
    ...paragraph("Needs", databasesOf(rule).join(", ")),
    ...paragraph("Source", rule.source),
  ].join("\n");
}

/** The databases that a rule reads. */
export function databasesOf(rule: Rule): readonly string[] {
  return rule.looksAt === "suppression" ? [] : ["glance", ...rule.needs];
}

function paragraph(heading: string, text: string): string[] {
  return [`${heading}:`, ...folded(text), ""];
}

const WIDTH = 76;

function folded(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length >= WIDTH) {
      lines.push(line);
      line = "";
    }
    line += `${line === "" ? "  " : " "}${word}`;
  }
  return [...lines, line];
}
