import { auditRecord } from "../../audit/audit-record.ts";
import { DIFF_COLUMNS } from "../../audit/diff/diff-columns.ts";
import { compareReports } from "../../audit/diff/diff-reports.ts";
import { openSavedReport } from "../../audit/saved/saved-report.ts";
import { EXIT } from "../../errors.ts";
import { totalsLine } from "../../report/totals-line.ts";
import type { CommandContext } from "../command.ts";
import { keepMemoryModest } from "../modest-memory.ts";
import { parseOutput, type OutputArguments } from "../parse-output.ts";
import { Problems } from "../problems.ts";
import { writeReport } from "../write-report.ts";

const TABLE = ["change", "subject_id", "rule", "column", "before", "after"];

type DiffArguments = OutputArguments & {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
};

/** `glance-audit diff`. */
export async function runDiff(given: DiffArguments, context: CommandContext): Promise<number> {
  const problems = new Problems();
  const startedAt = context.now();
  const plan = parseOutput(given, DIFF_COLUMNS, TABLE, context.terminal, problems);
  problems.throwIfAny();
  keepMemoryModest();
  const before = await openSavedReport(given.before ?? "", "BEFORE");
  const after = await openSavedReport(given.after ?? "", "AFTER");
  const comparison = compareReports(before, after);
  const { totals } = comparison;
  if (comparison.uncompared.length > 0 && !given.quiet)
    context.say(`Not compared, as only one of the reports has them: ${comparison.uncompared.join(", ")}.`);
  const end = (shortfall?: string) => ({
    totals: { ...totals },
    audit: auditRecord({
      command: "diff",
      toolVersion: context.version,
      startedAt,
      finishedAt: context.now(),
      consistency: "snapshot",
      databases: [],
      filters: { before: before.path, after: after.path },
      presumes: [],
      truncated: false,
      shortfalls: shortfall === undefined ? [] : [shortfall],
    }),
  });
  const report = { columns: DIFF_COLUMNS, pages: comparison.pages(), end };
  const done = await writeReport(report, plan, context.interruption);
  if (!given.quiet) context.say(totalsLine(done.totals, done.audit));
  return totals.new + totals.resolved + totals.changed > 0 ? EXIT.findings : EXIT.done;
}
