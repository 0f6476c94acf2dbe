import { readFileSync } from "node:fs";
import type { InferredOptionTypes } from "yargs";
import { auditCheck } from "../../audit/check/audit-check.ts";
import { Baseline } from "../../audit/check/baseline.ts";
import { CheckTally, type FailOn } from "../../audit/check/check-tally.ts";
import { BASELINE_COLUMN, CHECK_COLUMNS, CHECK_TABLE, SUPPRESSED_COLUMN } from "../../audit/check/finding.ts";
import { globs } from "../../audit/check/globs.ts";
import type { SelectedRules } from "../../audit/check/select-rules.ts";
import { Suppressions } from "../../audit/check/suppressions.ts";
import { UsageError } from "../../errors.ts";
import { RULES } from "../../rules/registry.ts";
import type { Severity } from "../../rules/rule.ts";
import type { CommandContext } from "../command.ts";
import type { checkOptions } from "../options/check.ts";
import { parseSuppressions } from "../parse-suppressions.ts";
import { items } from "../parse-values.ts";
import { Problems } from "../problems.ts";
import { runAudit, type AuditArguments } from "./audit-run.ts";

type CheckArguments = AuditArguments & InferredOptionTypes<typeof checkOptions>;

/** `glance-audit check`. */
export async function runCheck(given: CheckArguments, context: CommandContext): Promise<number> {
  const problems = new Problems();
  const choice = {
    only: parseRules("rule", given.rule, problems),
    without: parseRules("skip-rule", given["skip-rule"], problems),
    severity: given.severity,
  };
  const failOn = parseFailOn(given["fail-on"]);
  if (failOn?.newOnly && given.baseline === undefined)
    problems.add(`--fail-on ${given["fail-on"]} goes with --baseline FILE.`);
  const suppressions = gather(problems, () => readSuppressions(given.suppressions, context.now()));
  const baseline =
    given.baseline === undefined
      ? undefined
      : await Baseline.open(given.baseline).catch((error: unknown) => note(problems, error));
  let selection: SelectedRules = { rules: [], skipped: [] };
  const against = { suppressions: suppressions !== undefined, baseline: baseline !== undefined };
  const tally = new CheckTally(against);
  const extra = [
    ...(against.suppressions ? [SUPPRESSED_COLUMN] : []),
    ...(against.baseline ? [BASELINE_COLUMN] : []),
  ];
  return runAudit(
    {
      command: "check",
      columns: [...CHECK_COLUMNS, ...extra],
      tableColumns: [...CHECK_TABLE, ...extra.map(({ name }) => name)],
      tally,
      pages: (databases, options) =>
        auditCheck(
          databases,
          {
            ...options,
            choice,
            suppressions,
            baseline,
            selected: (selected) => {
              selection = selected;
              if (!given.quiet) for (const line of skippedLines(selected)) context.say(line);
            },
          },
          tally,
        ),
      skippedRules: () => selection.skipped,
      fails: () => failOn !== undefined && tally.fails(failOn),
    },
    given,
    context,
    problems,
  );
}

function parseRules(option: string, given: readonly string[] | undefined, problems: Problems): string[] {
  const patterns = items(given ?? []);
  if (given !== undefined && patterns.length === 0) problems.add(`--${option} was given without a value.`);
  for (const pattern of patterns) {
    const fits = globs([pattern]);
    if (!RULES.some(({ id }) => fits(id)))
      problems.add(`--${option}: there is no rule "${pattern}". \`glance-audit rules\` lists them.`);
  }
  return patterns;
}

function parseFailOn(given: CheckArguments["fail-on"]): FailOn | undefined {
  if (given === "none") return undefined;
  const newOnly = given.startsWith("new:");
  const severity = newOnly ? given.slice("new:".length) : given;
  return { severity: severity === "any" ? "info" : (severity as Severity), newOnly };
}

function readSuppressions(path: string | undefined, now: Date): Suppressions | undefined {
  if (path === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`--suppressions ${path} cannot be read: ${(error as Error).message}.`, error);
  }
  return new Suppressions(parseSuppressions(text, path), now.toISOString().slice(0, 10));
}

function gather<T>(problems: Problems, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    return note(problems, error);
  }
}

function note(problems: Problems, error: unknown): undefined {
  if (!(error instanceof UsageError)) throw error;
  problems.add(error.message);
}

/** One line for each reason, so that a run with glance alone does not fill the screen. */
function skippedLines({ skipped }: SelectedRules): string[] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)].map(
    ([reason, rules]) => `Skipped, as ${reason}: ${rules.map(({ rule }) => rule).join(", ")}.`,
  );
}
