import { auditRecord } from "../../audit/audit-record.ts";
import type { Row } from "../../audit/row.ts";
import { SHOW_COLUMNS, SHOW_TABLE, showRow } from "../../audit/show/show-listing.ts";
import { showImages } from "../../audit/show/show.ts";
import type { ShownImage } from "../../audit/show/shown-image.ts";
import { withDatabases, type Databases } from "../../audit/with-databases.ts";
import { EXIT } from "../../errors.ts";
import { NO_FILTERS } from "../../judge/filters.ts";
import { ImageTally } from "../../judge/totals.ts";
import { showText } from "../../report/show.ts";
import { totalsLine } from "../../report/totals-line.ts";
import { fillAskedPassword } from "../ask-password.ts";
import type { CommandContext } from "../command.ts";
import { parseDatabases, type DatabaseArguments } from "../parse-databases.ts";
import { parseOutput, type OutputArguments } from "../parse-output.ts";
import { parseReading, type ReadingArguments } from "../parse-reading.ts";
import { items } from "../parse-values.ts";
import { Problems } from "../problems.ts";
import { NO_PROGRESS } from "../progress.ts";
import { serverLines } from "../server-lines.ts";
import { withReading } from "../with-reading.ts";
import { writeReport } from "../write-report.ts";
import { writeText } from "../write-text.ts";

type ShowArguments = DatabaseArguments & OutputArguments & ReadingArguments & { readonly holds: boolean };

/** After this long people want to know what takes so long. */
const PATIENCE_MS = 2_000;

/** `glance-audit show`. */
export async function runShow(given: ShowArguments, context: CommandContext): Promise<number> {
  const { interruption, terminal } = context;
  const startedAt = context.now();
  const problems = new Problems();
  const notify = (line: string): void => {
    if (!given.quiet) context.say(line);
  };
  const asked = idsIn(given);
  if (asked.length === 0) problems.add("show takes the id of an image, or of several.");
  const plan = parseOutput(given, SHOW_COLUMNS, SHOW_TABLE, terminal, problems);
  if (given.format === undefined && given.manifest)
    problems.add("--manifest goes with a format: give --format, such as json.");
  const reading = parseReading(given, problems);
  const parsed = parseDatabases(given, context.environment, problems, notify);
  problems.throwIfAny();
  const places = await fillAskedPassword(parsed, interruption);
  const { glance } = places;
  if (glance === undefined) return EXIT.usage;

  const show = async (databases: Databases): Promise<number> => {
    const tally = new ImageTally();
    const found = new Set<string>();
    const options = {
      filters: { ...NO_FILTERS, deleted: "include" as const, images: spellings(asked) },
      consistency: reading.consistency,
      now: startedAt,
      progress: NO_PROGRESS,
      withHolds: given.holds,
    };
    const pages = async function* (): AsyncGenerator<ShownImage[]> {
      for await (const page of showImages(databases, options, tally)) {
        for (const { image } of page) found.add(image.id);
        yield page;
      }
    };
    const missing = (): string[] => asked.filter((id) => !found.has(id) && !found.has(id.toLowerCase()));
    const end = (shortfall?: string) => ({
      totals: { ...tally.totals(), not_found: missing().length },
      audit: auditRecord({
        command: "show",
        toolVersion: context.version,
        startedAt,
        finishedAt: context.now(),
        consistency: reading.consistency,
        databases: databases.ledger.databases,
        filters: { image: asked },
        presumes: databases.ledger.presumes,
        truncated: false,
        shortfalls: [...databases.ledger.shortfalls, ...(shortfall === undefined ? [] : [shortfall])],
      }),
    });
    const patience = setTimeout(() => {
      notify(
        given.holds
          ? "Asking every database who needs the image, which passes whole tables; --no-holds leaves that out."
          : "Looking for the server in every cell, shadow tables included.",
      );
    }, PATIENCE_MS);
    try {
      if (given.format === undefined) {
        const width = Math.max(terminal.width, 40);
        const shown: ShownImage[] = [];
        for await (const page of pages()) shown.push(...page);
        const layout = { width, colour: plan.formatOptions.colour };
        const text = shown
          .toSorted(inOrderOf(asked))
          .map((one) => showText(one, layout))
          .join("\n");
        if (text !== "") await writeText(text, plan.target, interruption);
        const limits = totalsLine({}, end().audit);
        if (limits !== "") notify(limits);
      } else {
        const done = await writeReport(
          { columns: SHOW_COLUMNS, pages: rowsOf(pages()), end },
          plan,
          interruption,
        );
        notify(totalsLine(done.totals, done.audit));
      }
    } finally {
      clearTimeout(patience);
      if (given.verbose) databases.ledger.databases.flatMap(serverLines).forEach(context.say);
    }
    for (const id of missing()) {
      context.say(
        `There is no image ${id} in ${databases.glance.about.where}. A purged image leaves no row; \`glance-audit images --deleted include\` lists all that there are.`,
      );
    }
    if (databases.ledger.shortfalls.length > 0) return EXIT.incomplete;
    return missing().length > 0 ? EXIT.findings : EXIT.done;
  };
  return withReading(reading, context, NO_PROGRESS, notify, (open) =>
    withDatabases({ ...places, glance }, open, show),
  );
}

async function* rowsOf(pages: AsyncIterable<readonly ShownImage[]>): AsyncGenerator<Row[]> {
  for await (const page of pages) yield page.map(showRow);
}

/** The words after the command, each of which may be a list with commas. */
function idsIn(given: object): string[] {
  const { image } = given as { readonly image?: readonly string[] };
  return [...new Set(items((image ?? []).map(String)))];
}

/** As given, and as glance itself writes UUIDs. */
function spellings(ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.flatMap((id) => [id, id.toLowerCase()]));
}

function inOrderOf(asked: readonly string[]): (left: ShownImage, right: ShownImage) => number {
  const place = ({ image }: ShownImage): number =>
    asked.findIndex((id) => id === image.id || id.toLowerCase() === image.id);
  return (left, right) => place(left) - place(right);
}
