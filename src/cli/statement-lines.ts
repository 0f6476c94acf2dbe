import type { SentStatement } from "../connect/statement-log.ts";

/** What was sent, one line each: how often, how long it took in all, and the text without its values. */
export function statementLines(statements: readonly SentStatement[]): string[] {
  if (statements.length === 0) return ["No statement was sent."];
  const counts = statements.map(({ count }) => `${count}x`);
  const times = statements.map(({ totalMs }) => `${(totalMs / 1000).toFixed(3)} s`);
  const total = statements.reduce((sum, { count }) => sum + count, 0);
  return [
    `${total} statements were sent, ${statements.length} different ones (count, time in all, text):`,
    ...statements.map(({ sql }, at) =>
      [counts[at]?.padStart(width(counts)), times[at]?.padStart(width(times)), sql].join("  "),
    ),
  ];
}

function width(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}
