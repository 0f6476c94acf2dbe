import type { CheckFacts, PlanStep, PlanTrouble } from "../../audit/doctor/checks.ts";
import type { Sentence } from "./sentence.ts";

const TROUBLES: Readonly<Record<PlanTrouble, string>> = {
  "no-index": "No index serves it, so the whole table is read each time.",
  "index-unused":
    "There is an index, but the optimizer means to read the whole table: ANALYZE TABLE may help.",
  "broad-index":
    "The optimizer means to use an index that leaves many rows to be read each time: ANALYZE TABLE may help.",
  sorted: "The server means to sort what it finds: ANALYZE TABLE may help.",
};

/** How the server means to run a query. */
export function describePlan({ purpose, steps }: CheckFacts["query"]): Sentence {
  const troubles = [...new Set(steps.flatMap(({ trouble }) => (trouble === null ? [] : TROUBLES[trouble])))];
  return {
    subject: purpose,
    finding: steps.length === 0 ? "answered by an index alone" : steps.map(describeStep).join("; "),
    advice: troubles.length === 0 ? null : troubles.join(" "),
  };
}

/** The same in short, for plans of which nothing is to be said: which tables by which indexes. */
export function summarisePlan(steps: readonly PlanStep[]): string {
  const named = steps.map(({ table, index }) => (index === null ? `${table}, small` : `${table} ${index}`));
  return named.length === 0 ? "answered by an index alone" : [...new Set(named)].join("; ");
}

function describeStep({ table, access, index, rows }: PlanStep): string {
  const by = index === null ? "" : ` ${index}`;
  return `${table}: ${access}${by}${rows === null ? "" : `, ${rows.toLocaleString("en")} row${rows === 1 ? "" : "s"}`}`;
}
