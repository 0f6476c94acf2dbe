import { auditRecord } from "../../audit/audit-record.ts";
import type { AuditTally } from "../../audit/audit-tally.ts";
import type { JudgeOptions } from "../../audit/images/judge-stretch.ts";
import type { Column, Row, SkippedRule } from "../../audit/row.ts";
import { withDatabases, type Databases } from "../../audit/with-databases.ts";
import { EXIT } from "../../errors.ts";
import { totalsLine } from "../../report/totals-line.ts";
import { fillAskedPassword } from "../ask-password.ts";
import type { CommandContext } from "../command.ts";
import { describeFilters } from "../describe-filters.ts";
import { readImageIds } from "../image-ids.ts";
import { parseDatabases, type DatabaseArguments } from "../parse-databases.ts";
import { parseFilters, parseLimit, parseMinAge, type FilterArguments } from "../parse-filters.ts";
import { parseOutput, type OutputArguments } from "../parse-output.ts";
import { parseReading, type ReadingArguments } from "../parse-reading.ts";
import { Problems } from "../problems.ts";
import { NO_PROGRESS, progressLine } from "../progress.ts";
import { serverLines } from "../server-lines.ts";
import { withReading } from "../with-reading.ts";
import { writeReport } from "../write-report.ts";

/** What `images` and `summary` are both given. */
export type AuditArguments = DatabaseArguments &
  FilterArguments &
  OutputArguments &
  ReadingArguments & { readonly "fail-on": string };

/** What tells one audit of images from another. */
export interface AuditKind<Tally extends AuditTally> {
  readonly command: string;
  readonly columns: readonly Column[];
  readonly tableColumns: readonly string[];
  readonly tally: Tally;
  readonly needsNova?: boolean;
  /** Whether --min-age is not a filter: what it leaves out is counted. */
  readonly ownMinAge?: boolean;
  pages(databases: Databases, options: RunOptions, tally: Tally): AsyncIterable<readonly Row[]>;
  /** Of an audit that runs rules: those that it left out. */
  skippedRules?(): readonly SkippedRule[];
  /** Whether something was found for which the run is to end with 1; by default `--fail-on any` decides. */
  fails?(): boolean;
}

/** What an audit is told by its command line. */
export type RunOptions = JudgeOptions & {
  readonly limit: number | undefined;
  /** Of a kind with its own --min-age: what was created later is too young. */
  readonly createdBefore: string | undefined;
  /** The columns that are printed. */
  readonly columns: ReadonlySet<string>;
};

/**
 * Runs an audit of images from its command line to its exit code.
 * @param problems what was already found wrong with the options of this command alone
 */
export async function runAudit<Tally extends AuditTally>(
  kind: AuditKind<Tally>,
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
  const oldEnough = parseMinAge(given["min-age"], startedAt, problems);
  const minAge = kind.ownMinAge ? undefined : given["min-age"];
  const filters = parseFilters({ ...given, image, "min-age": minAge }, startedAt, problems);
  const limit = parseLimit(given.limit, problems);
  const reading = parseReading(given, problems);
  const parsed = parseDatabases(given, context.environment, problems, notify);
  if (kind.needsNova && parsed.nova === undefined) {
    problems.add(`${kind.command} needs nova: give --nova-api, or each cell with --nova.`);
  }
  problems.throwIfAny();
  const places = await fillAskedPassword(parsed, interruption);
  const { glance } = places;
  if (glance === undefined) return EXIT.usage;

  const line = terminal.errorIsTerminal && !plan.quiet ? await progressLine() : NO_PROGRESS;
  const audit = async (databases: Databases): Promise<number> => {
    const { ledger } = databases;
    const { tally } = kind;
    const judge = {
      filters,
      consistency: reading.consistency,
      now: startedAt,
      progress: line,
      limit,
      createdBefore: kind.ownMinAge ? oldEnough : undefined,
      columns: new Set(plan.formatOptions.columns.map(({ name }) => name)),
    };
    const pages = kind.pages(databases, judge, tally);
    const end = (shortfall?: string) => {
      const record = auditRecord({
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
        skippedRules: kind.skippedRules?.(),
      });
      return { totals: { ...tally.totals() }, audit: record };
    };
    const forget = interruption.onStop(() => line.clear());
    try {
      const clearing = terminal.outputIsTerminal ? clearBefore(pages, () => line.clear()) : pages;
      const done = await writeReport({ columns: kind.columns, pages: clearing, end }, plan, interruption);
      line.clear();
      notify(totalsLine(done.totals, done.audit));
      if (!done.audit.complete) return EXIT.incomplete;
      const fails = kind.fails?.() ?? (given["fail-on"] === "any" && tally.findings > 0);
      return fails ? EXIT.findings : EXIT.done;
    } finally {
      line.clear();
      forget();
      if (given.verbose) ledger.databases.flatMap(serverLines).forEach(context.say);
    }
  };
  return withReading(reading, context, line, notify, (open) =>
    withDatabases({ ...places, glance }, open, audit),
  );
}

/** Rows and the progress line may share a screen: the line goes before rows come. */
async function* clearBefore<T>(pages: AsyncIterable<T>, clear: () => void): AsyncGenerator<T> {
  for await (const page of pages) {
    clear();
    yield page;
  }
}
