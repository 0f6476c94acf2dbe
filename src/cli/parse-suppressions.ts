import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type YAMLMap } from "yaml";
import { matchesARule, type SuppressionEntry } from "../audit/check/suppressions.ts";
import { UsageError } from "../errors.ts";

const KEYS = ["rule", "subject", "reason", "owner", "expires"] as const;
type Key = (typeof KEYS)[number];

/**
 * Reads a file of suppressions: a YAML list of rule, subject, reason, owner and expires, or the same under the
 * key `suppressions`.
 * @param path for messages
 * @throws UsageError with every problem and its line
 */
export function parseSuppressions(text: string, path: string): readonly SuppressionEntry[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problems: string[] = [];
  const complain = (offset: number, problem: string): void => {
    problems.push(`${path}:${lines.linePos(offset).line}: ${problem}`);
  };
  for (const error of document.errors) complain(error.pos[0], error.message.split("\n")[0] ?? "not YAML");
  const entries = problems.length > 0 ? [] : readList(document.contents, complain);
  if (problems.length > 0) throw new UsageError(`--suppressions cannot be read:\n${problems.join("\n")}`);
  return entries;
}

type Complain = (offset: number, problem: string) => void;

function readList(contents: Node | null, complain: Complain): SuppressionEntry[] {
  if (contents === null) return [];
  const list =
    isMap(contents) && contents.has("suppressions") ? contents.get("suppressions", true) : contents;
  if (isScalar(list) && list.value === null) return [];
  if (!isSeq(list)) {
    complain(
      offsetOf(contents),
      "a list of suppressions is wanted, each with rule, subject, reason, owner and expires",
    );
    return [];
  }
  return list.items.flatMap((item) => {
    if (isMap(item)) return readEntry(item, complain) ?? [];
    complain(offsetOf(item as Node), `a suppression has the keys ${KEYS.join(", ")}`);
    return [];
  });
}

function readEntry(item: YAMLMap, complain: Complain): SuppressionEntry | undefined {
  const values: Partial<Record<Key, string>> = {};
  let sound = true;
  const refuse = (node: unknown, problem: string): void => {
    complain(offsetOf((node ?? item) as Node), problem);
    sound = false;
  };
  for (const { key, value } of item.items) {
    const name = isScalar(key) ? String(key.value) : "";
    const known = KEYS.find((candidate) => candidate === name);
    if (known === undefined) refuse(key, `there is no key "${name}"; a suppression has ${KEYS.join(", ")}`);
    else if (!isScalar(value) || typeof value.value !== "string" || value.value.trim() === "")
      refuse(value ?? key, `${name} takes a text`);
    else {
      values[known] = value.value;
      const problem = problemWith(known, value.value);
      if (problem !== null) refuse(value, problem);
    }
  }
  const missing = KEYS.filter((key) => values[key] === undefined);
  if (sound && missing.length > 0) refuse(item, `${missing.join(", ")} missing`);
  return sound ? (values as SuppressionEntry) : undefined;
}

function problemWith(key: Key, value: string): string | null {
  if (key === "rule" && !matchesARule(value))
    return `there is no rule "${value}"; \`glance-audit rules\` lists them`;
  if (key !== "expires") return null;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  const real = day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
  return real ? null : `expires takes a day such as 2026-12-31, not "${value}"`;
}

function offsetOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
