import { auditRecord } from "../../audit/audit-record.ts";
import type { JudgeOptions } from "../../audit/judge-pages.ts";
import type { Column, Row, SkippedRule, TotalsRow } from "../../audit/row.ts";
import { withDatabases, type Databases } from "../../audit/with-databases.ts";
import type { OpenOptions } from "../../connect/open-options.ts";
import { EXIT } from "../../errors.ts";
import { ImageTally, type ImageTotals } from "../../judge/totals.ts";
import { totalsLine } from "../../report/totals-line.ts";
import type { CommandContext } from "../command.ts";
import { describeFilters } from "../describe-filters.ts";
import { readImageIds } from "../image-ids.ts";
import { parseDatabases, type DatabaseArguments } from "../parse-databases.ts";
import { parseFilters, parseLimit, type FilterArguments } from "../parse-filters.ts";
import { parseOutput, type OutputArguments } from "../parse-output.ts";
import { parseReading, type ReadingArguments } from "../parse-reading.ts";
import { Problems } from "../problems.ts";
import { NO_PROGRESS, progressLine } from "../progress.ts";
import { writeReport } from "../write-report.ts";

/** What `images` and `summary` are both given. */
export type AuditArguments = DatabaseArguments &
  FilterArguments &
  OutputArguments &
  ReadingArguments & { readonly "fail-on": string };

/** What tells one audit of images from another. */
export interface AuditKind {
  readonly command: string;
  readonly columns: readonly Column[];
  readonly tableColumns: readonly string[];
  pages(
    databases: Databases,
    options: JudgeOptions & { limit: number | undefined },
    tally: ImageTally,
  ): AsyncIterable<readonly Row[]>;
  /** What the end of a report says, where it is not about images alone. */
  ending?(images: ImageTotals): AuditEnding;
}

/** The figures under a report, and what else its end says. */
export interface AuditEnding {
  readonly totals: TotalsRow;
  readonly skippedRules: readonly SkippedRule[];
  /** Whether something was found for which the run is to end with 1. */
  readonly failed: boolean;
}

/**
 * Runs an audit of images from its command line to its exit code.
 * @param problems what was already found wrong with the options of this command alone
 */
export async function runAudit(
  kind: AuditKind,
  given: AuditArguments,
  context: CommandContext,
  problems = new Problems(),
): Promise<number> {
  const { interruption, terminal } = context;
  const startedAt = context.now();
  const notify = (line: string): void => {
    if (!given.quiet) context.say(line);
  };
  const plan = parseOutput(given, kind.columns, kind.tableColumns, terminal, problems);
  const image = await readImageIds(given.image, interruption.signal);
  const filters = parseFilters({ ...given, image }, startedAt, problems);
  const limit = parseLimit(given.limit, problems);
  const reading = parseReading(given, problems);
  const places = parseDatabases(given, context.environment, problems, notify);
  problems.throwIfAny();
  const { glance } = places;
  if (glance === undefined) return EXIT.usage;

  const line = terminal.errorIsTerminal && !plan.quiet ? await progressLine() : NO_PROGRESS;
  const open: OpenOptions = { ...reading, signal: interruption.signal, notify, now: context.now };
  return withDatabases({ ...places, glance }, open, async (databases) => {
    const { ledger } = databases;
    const tally = new ImageTally();
    const judge = {
      filters,
      consistency: reading.consistency,
      now: startedAt,
      progress: line,
      limit,
    };
    const pages = kind.pages(databases, judge, tally);
    const end = (shortfall?: string) => {
      const images = tally.totals();
      const ending = kind.ending?.(images);
      const audit = auditRecord({
        command: kind.command,
        toolVersion: context.version,
        startedAt,
        finishedAt: context.now(),
        consistency: reading.consistency,
        databases: ledger.databases,
        filters: describeFilters(given),
        presumes: ledger.presumes,
        truncated: tally.wasCut,
        shortfalls: shortfall === undefined ? ledger.shortfalls : [...ledger.shortfalls, shortfall],
        skippedRules: ending?.skippedRules,
      });
      return { totals: ending?.totals ?? { ...images }, audit };
    };
    const forget = interruption.onStop(() => line.clear());
    try {
      const clearing = terminal.outputIsTerminal ? clearBefore(pages, () => line.clear()) : pages;
      const done = await writeReport({ columns: kind.columns, pages: clearing, end }, plan, interruption);
      line.clear();
      notify(totalsLine(done.totals, done.audit));
      if (!done.audit.complete) return EXIT.incomplete;
      const unexpected = given["fail-on"] === "any" && tally.unexpected > 0;
      return (kind.ending?.(tally.totals()).failed ?? unexpected) ? EXIT.findings : EXIT.done;
    } finally {
      line.clear();
      forget();
    }
  });
}

/** Rows and the progress line may share a screen: the line goes before rows come. */
async function* clearBefore<T>(pages: AsyncIterable<T>, clear: () => void): AsyncGenerator<T> {
  for await (const page of pages) {
    clear();
    yield page;
  }
}
