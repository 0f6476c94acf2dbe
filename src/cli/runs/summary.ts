import { SUMMARY_KEYS, summaryColumns, type SummaryKey } from "../../audit/images/summary-keys.ts";
import { summarise } from "../../audit/images/summary.ts";
import { ImageTally } from "../../judge/totals.ts";
import type { CommandContext } from "../command.ts";
import { items } from "../parse-values.ts";
import { Problems } from "../problems.ts";
import { runAudit, type AuditArguments } from "./audit-run.ts";

/** `glance-audit summary`. */
export function runSummary(
  given: AuditArguments & { readonly by: readonly string[] },
  context: CommandContext,
): Promise<number> {
  const problems = new Problems();
  const by = parseBy(given.by, problems);
  const columns = summaryColumns(by);
  return runAudit(
    {
      command: "summary",
      columns,
      tableColumns: columns.map((column) => column.name),
      tally: new ImageTally(),
      async *pages(databases, options, tally) {
        const rows = await summarise(databases, { ...options, by }, tally);
        const shown = rows.slice(0, options.limit);
        tally.print(shown.length, shown.length < rows.length);
        yield shown;
      },
    },
    given,
    context,
    problems,
  );
}

function parseBy(given: readonly string[], problems: Problems): SummaryKey[] {
  const wanted = [...new Set(items(given))];
  if (wanted.length === 0) problems.add("--by was given without a value.");
  return wanted.flatMap((name) => {
    const key = SUMMARY_KEYS.find((known) => known === name);
    if (key === undefined) problems.add(`--by takes ${SUMMARY_KEYS.join(", ")}, not "${name}".`);
    return key ?? [];
  });
}
