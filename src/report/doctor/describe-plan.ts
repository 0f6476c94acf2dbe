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

/** Many of them in short: which tables are read by which indexes. */
export function summarisePlans(plans: readonly CheckFacts["query"][]): Sentence {
  const byTable = Map.groupBy(
    plans.flatMap(({ steps }) => steps),
    ({ table }) => table,
  );
  const tables = [...byTable].map(([table, steps]) => {
    const ways = new Set(steps.map(({ index }) => index ?? "whole table"));
    return `${table} (${[...ways].join(", ")})`;
  });
  return { subject: "queries", finding: `${plans.length} explained: ${tables.join("; ")}`, advice: null };
}

function describeStep({ table, access, index, rows }: PlanStep): string {
  const by = index === null ? "" : ` ${index}`;
  return `${table}: ${access}${by}${rows === null ? "" : `, ${rows.toLocaleString("en")} row${rows === 1 ? "" : "s"}`}`;
}
