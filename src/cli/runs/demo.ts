import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { imageRow, IMAGES_COLUMNS } from "../../audit/images-listing.ts";
import { judgePages } from "../../audit/judge-pages.ts";
import type { JudgedImage } from "../../audit/judge-stretch.ts";
import type { Row } from "../../audit/row.ts";
import { withDatabases, type Databases } from "../../audit/with-databases.ts";
import { parseUrl } from "../../connect/parse-url.ts";
import { makeDemo, type Whereabouts } from "../../demo/demo.ts";
import type { LoadedCloud } from "../../demo/load.ts";
import { nextCommands } from "../../demo/next-commands.ts";
import { EXIT } from "../../errors.ts";
import { NO_FILTERS } from "../../judge/filters.ts";
import { ImageTally, type ImageTotals } from "../../judge/totals.ts";
import { humanBytes } from "../../report/human-bytes.ts";
import { table } from "../../report/table.ts";
import type { CommandContext } from "../command.ts";
import { Problems } from "../problems.ts";
import { NO_PROGRESS, progressLine } from "../progress.ts";
import { StandardOutput } from "../standard-output.ts";

const SHOWN = ["name", "class", "kind", "cause", "expected", "absent"];

interface DemoArguments {
  readonly keep: string | undefined;
  readonly mysql: string | undefined;
  readonly images: number;
  readonly seed: number;
}

/** `glance-audit demo`: makes a cloud, audits it, and says what to try next. */
export async function runDemo(given: DemoArguments, context: CommandContext): Promise<number> {
  checkArguments(given);
  const temporary = given.keep === undefined && given.mysql === undefined;
  const folder = temporary ? mkdtempSync(join(tmpdir(), "glance-audit-demo-")) : resolve(given.keep ?? ".");
  const remove = (): void => {
    if (temporary) rmSync(folder, { recursive: true, force: true });
  };
  const forget = context.interruption.onStop(remove);
  try {
    const place: Whereabouts = given.mysql === undefined ? { sqliteDir: folder } : { mysqlUrl: given.mysql };
    const databases = await make(place, given, context);
    const { examples, totals } = await audit(databases, context);
    await new StandardOutput(context.interruption.signal).write(
      [
        `A synthetic cloud of ${totals.scanned} images, one example of each finding:\n\n`,
        tableOf(examples, context),
        `\nscanned ${totals.scanned} images: ${totals.full} full, ${totals.partial} partial, ${totals.missing} missing; ${humanBytes(totals.size_bytes)}\n`,
        ...nextSteps(temporary ? undefined : databases),
      ].join(""),
    );
    return EXIT.done;
  } finally {
    remove();
    forget();
  }
}

function checkArguments(given: DemoArguments): void {
  const problems = new Problems();
  if (given.keep !== undefined && given.mysql !== undefined)
    problems.add("Give --keep or --mysql, not both.");
  if (given.keep === "") problems.add("--keep takes the name of a folder.");
  if (!Number.isSafeInteger(given.images) || given.images < 1)
    problems.add("--images takes a whole number from 1.");
  if (!Number.isSafeInteger(given.seed) || given.seed < 0)
    problems.add("--seed takes a whole number from 0.");
  problems.throwIfAny();
}

async function make(
  place: Whereabouts,
  given: DemoArguments,
  context: CommandContext,
): Promise<LoadedCloud["databases"]> {
  const line = context.terminal.errorIsTerminal ? await progressLine() : NO_PROGRESS;
  try {
    const { databases } = await makeDemo({
      where: place,
      images: given.images,
      seed: given.seed,
      now: context.now(),
      onProgress: ({ images, imagesInAll }) => {
        context.interruption.signal.throwIfAborted();
        line.judged(images, imagesInAll);
      },
    });
    return databases;
  } finally {
    line.clear();
  }
}

interface DemoFindings {
  readonly examples: readonly Row[];
  readonly totals: ImageTotals;
}

async function audit(databases: LoadedCloud["databases"], context: CommandContext): Promise<DemoFindings> {
  const placeOf = (name: keyof typeof databases) => parseUrl("--mysql", databases[name]).where;
  const places = {
    glance: placeOf("glance"),
    nova: {
      cells: [],
      api: { where: placeOf("nova_api"), templateBase: undefined },
      overrides: [],
      cellsComplete: false,
      sharedGlance: false,
    },
    cinder: placeOf("cinder"),
    keystone: placeOf("keystone"),
  };
  const open = {
    consistency: "snapshot" as const,
    statementTimeoutSeconds: 30,
    reconnect: 0,
    requireReadonlyAccount: false,
    signal: context.interruption.signal,
    notify: () => {},
    now: context.now,
  };
  return withDatabases(places, open, (opened) => findExamples(opened, context));
}

/** The first image of each class, kind, cause and expectation, so that the table stays readable at any size. */
async function findExamples(databases: Databases, context: CommandContext): Promise<DemoFindings> {
  const options = {
    filters: NO_FILTERS,
    consistency: "snapshot" as const,
    now: context.now(),
    progress: NO_PROGRESS,
  };
  const tally = new ImageTally();
  const examples = new Map<string, JudgedImage>();
  for await (const page of judgePages(databases, options, tally)) {
    for (const judged of page) {
      const { classification, kind, explanation } = judged.verdict;
      const key = [classification.class, kind, explanation?.cause ?? "", explanation?.expected ?? ""].join(
        "\t",
      );
      if (!examples.has(key)) examples.set(key, judged);
    }
  }
  const rows = [...examples.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { image, verdict }]) => imageRow(image, verdict));
  return { examples: rows, totals: tally.totals() };
}

function tableOf(rows: readonly Row[], context: CommandContext): string {
  const columns = SHOWN.flatMap((name) => IMAGES_COLUMNS.find((column) => column.name === name) ?? []);
  const { width, colour } = context.terminal;
  const format = table({
    columns,
    width,
    colour,
    nullValue: "",
    bom: false,
    delimiter: ",",
    escapeFormulas: false,
    uncomment: false,
  });
  return format.head() + format.rows(rows);
}

function nextSteps(databases: LoadedCloud["databases"] | undefined): string[] {
  if (databases === undefined) {
    return [
      "\nThe databases are gone again. To keep them and go on:\n  glance-audit demo --keep ./demo-cloud\n",
    ];
  }
  return ["\nGo on with:\n", ...nextCommands(databases).map((command) => `  ${command}\n`)];
}
