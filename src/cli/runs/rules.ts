import { auditRecord } from "../../audit/audit-record.ts";
import type { Column, Row } from "../../audit/row.ts";
import { EXIT } from "../../errors.ts";
import { databasesOf, explainRule } from "../../rules/explain.ts";
import { RULES } from "../../rules/registry.ts";
import type { Rule } from "../../rules/rule.ts";
import type { CommandContext } from "../command.ts";
import { parseOutput, type OutputArguments } from "../parse-output.ts";
import { Problems } from "../problems.ts";
import { writeReport } from "../write-report.ts";
import { writeText } from "../write-text.ts";

export const RULES_COLUMNS: readonly Column[] = [
  { name: "rule", type: "text" },
  { name: "severity", type: "text" },
  { name: "needs", type: "list" },
  { name: "title", type: "text" },
];

interface RulesArguments extends OutputArguments {
  readonly rule?: string | undefined;
}

/** `glance-audit rules`: the catalogue; with the id of a rule, all about it. */
export async function runRules(given: RulesArguments, context: CommandContext): Promise<number> {
  const problems = new Problems();
  const startedAt = context.now();
  const chosen = given.rule === undefined ? RULES : RULES.filter((rule) => rule.id === given.rule);
  if (chosen.length === 0)
    problems.add(`There is no rule "${given.rule}". \`glance-audit rules\` lists them.`);
  const plan = parseOutput(
    given,
    RULES_COLUMNS,
    ["rule", "severity", "needs", "title"],
    context.terminal,
    problems,
  );
  problems.throwIfAny();
  const [only] = chosen;
  if (given.rule !== undefined && given.format === undefined && only !== undefined) {
    await writeText(explainRule(only), plan.target, context.interruption);
    return EXIT.done;
  }
  const end = () => ({
    totals: { printed: chosen.length },
    audit: auditRecord({
      command: "rules",
      toolVersion: context.version,
      startedAt,
      finishedAt: context.now(),
      consistency: "snapshot",
      databases: [],
      filters: {},
      presumes: [],
      truncated: false,
      shortfalls: [],
    }),
  });
  await writeReport({ columns: RULES_COLUMNS, pages: onePage(chosen), end }, plan, context.interruption);
  return EXIT.done;
}

function rowOf(rule: Rule): Row {
  return { rule: rule.id, severity: rule.severity, needs: databasesOf(rule), title: rule.title };
}

async function* onePage(rules: readonly Rule[]): AsyncGenerator<Row[]> {
  yield rules.map(rowOf);
}
