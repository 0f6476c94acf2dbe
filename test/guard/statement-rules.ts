import type { LoggedStatement } from "../support/general-log.ts";

/** What a statement may begin with; KILL QUERY of a connection of our own is the one other. */
const FIRST_WORDS = [
  "SELECT",
  "SHOW",
  "EXPLAIN",
  "SET SESSION",
  "SET TRANSACTION",
  "SET NAMES",
  "START TRANSACTION",
  "BEGIN",
  "COMMIT",
  "ROLLBACK",
];
const BEGINS_WELL = new RegExp(`^(?:${FIRST_WORDS.join("|")})(?=\\s|$)`, "i");
const KILL = /^KILL QUERY (\d+)$/i;

/** Each is wrong wherever it stands outside a string. */
const NEVER: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["locks rows", /\bFOR\s+(?:UPDATE|SHARE)\b|\bLOCK\s+IN\b/i],
  ["writes a file or a variable", /\bINTO\b/i],
  ["is several statements", /;/],
  ["has a comment", /\/\*|--\s|#/],
  ["sets more than its session", /^SET\b.*(?:\bGLOBAL\b|\bPERSIST(?:_ONLY)?\b|@@|,.*\bREAD WRITE\b)/is],
  ["may write", /\bREAD\s+WRITE\b/i],
];

/** A statement with its string literals emptied. */
function withoutStrings(sql: string): string {
  return sql.replaceAll(/'(?:[^'\\]|''|\\.)*'/gs, "''");
}

const SOURCES =
  /\b(?:from|join)\s+([^()]*?)(?=\b(?:where|order|group|limit|union|inner|left|join|on|force|having|like)\b|[()]|$)/gis;

/** The tables that a statement names, without quotes; a schema stays before its table. */
export function tablesOf(sql: string): string[] {
  const lists = [...withoutStrings(sql).matchAll(SOURCES)].map(([, list]) => list ?? "");
  return lists
    .flatMap((list) => list.split(","))
    .map((source) => source.trim().split(/\s/)[0]?.replaceAll("`", "") ?? "")
    .filter((name) => name !== "");
}

/**
 * What is wrong with what the server was told, one line each.
 * @param log the statements of one account, of all its connections
 * @param tables those that may be named
 */
export function offences(log: readonly LoggedStatement[], tables: ReadonlySet<string>): string[] {
  const connections = new Set(log.map(({ connectionId }) => connectionId));
  return log.flatMap(({ sql, connectionId }) => {
    const shown = sql.length > 200 ? `${sql.slice(0, 200)}…` : sql;
    const victim = Number(KILL.exec(sql)?.[1] ?? Number.NaN);
    if (victim !== connectionId && connections.has(victim)) return [];
    const text = withoutStrings(sql);
    const wrong = [
      ...(BEGINS_WELL.test(sql) ? [] : ["begins with something else"]),
      ...NEVER.filter(([, pattern]) => pattern.test(text)).map(([name]) => name),
      ...tablesOf(sql)
        .filter((table) => !tables.has(table.toLowerCase()))
        .map((table) => `names the table ${table}`),
    ];
    return wrong.map((what) => `${what}: ${shown}`);
  });
}
