import { IMAGES_COLUMNS, imageRow } from "../../audit/images/images-listing.ts";
import { judgePages } from "../../audit/images/judge-pages.ts";
import type { JudgedPage } from "../../audit/images/judge-stretch.ts";
import { OrphanTally } from "../../audit/orphans/orphan-tally.ts";
import { ORPHANS_COLUMNS } from "../../audit/orphans/orphans-listing.ts";
import { auditOrphans } from "../../audit/orphans/orphans.ts";
import type { Row } from "../../audit/row.ts";
import type { Databases } from "../../audit/with-databases.ts";
import { InternalError } from "../../errors.ts";
import { NO_FILTERS } from "../../judge/filters.ts";
import { DAY_MS, storedTime } from "../../judge/times.ts";
import { ImageTally } from "../../judge/totals.ts";
import { humanBytes } from "../../report/human-bytes.ts";
import { table } from "../../report/table.ts";
import type { Terminal } from "../terminal.ts";
import { NO_PROGRESS } from "../progress.ts";

const CLASS_COLUMNS = ["name", "class", "kind", "cause", "expected", "absent"];
const ORPHAN_COLUMNS = ["name", "owner_name", "instance_state", "certainty", "verdict", "holds"];

/** What the audit of a demo prints: an example of each finding, and the sums. */
export async function demoFindings(databases: Databases, terminal: Terminal, now: Date): Promise<string> {
  const audit = { filters: NO_FILTERS, consistency: "snapshot", now, progress: NO_PROGRESS } as const;
  const images = new ImageTally();
  const examples = await findExamples(judgePages(databases, audit, images));
  const { nova } = databases;
  if (nova === undefined) throw new InternalError("The demo was audited without nova.");
  const tally = new OrphanTally();
  const orphans = await findOrphans(
    auditOrphans(
      databases,
      nova,
      {
        ...audit,
        limit: undefined,
        createdBefore: storedTime(now.getTime() - DAY_MS),
        certainties: undefined,
        verdicts: undefined,
        columns: new Set(ORPHAN_COLUMNS),
      },
      tally,
    ),
  );
  const totals = images.totals();
  const {
    printed,
    proven_bytes: proven = 0,
    presumed_bytes: presumed = 0,
    too_young: young,
  } = tally.totals();
  return [
    `A synthetic cloud of ${totals.scanned} images, one example of each finding:\n\n`,
    tableOf(IMAGES_COLUMNS, CLASS_COLUMNS, examples, terminal),
    `\nscanned ${totals.scanned} images: ${totals.full} full, ${totals.partial} partial, ${totals.missing} missing; ${humanBytes(totals.size_bytes)}\n`,
    "\nImages whose server is gone, one example of each state and each need:\n\n",
    tableOf(ORPHANS_COLUMNS, ORPHAN_COLUMNS, orphans, terminal),
    `\n${printed} orphans: ${humanBytes(proven)} whose server is proven to be gone, ${humanBytes(presumed)} presumed; ${young} more too young to judge\n`,
  ].join("");
}

/** The first image of each class, kind, cause and expectation, so that the table stays readable at any size. */
async function findExamples(pages: AsyncIterable<JudgedPage>): Promise<Row[]> {
  const examples = new Map<string, Row>();
  for await (const { judged } of pages) {
    for (const { image, verdict } of judged) {
      const { classification, kind, explanation } = verdict;
      const key = [classification.class, kind, explanation?.cause ?? "", explanation?.expected ?? ""].join(
        "\t",
      );
      if (!examples.has(key)) examples.set(key, imageRow(image, verdict));
    }
  }
  return inOrder(examples);
}

/** The first orphan of each verdict, state and set of needs. */
async function findOrphans(pages: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const examples = new Map<string, Row>();
  for await (const page of pages) {
    for (const row of page) {
      const holds = Array.isArray(row["holds"]) ? row["holds"].map(String) : [];
      const needs = holds.map((hold) => hold.split(":")[0]).join(" ");
      const key = [row["verdict"], row["certainty"], row["instance_state"], needs].map(String).join("\t");
      if (!examples.has(key)) examples.set(key, row);
    }
  }
  return inOrder(examples);
}

function inOrder(examples: ReadonlyMap<string, Row>): Row[] {
  return [...examples.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, row]) => row);
}

function tableOf(
  columns: typeof IMAGES_COLUMNS,
  names: readonly string[],
  rows: readonly Row[],
  { width, colour }: Terminal,
): string {
  const format = table({
    columns: names.flatMap((name) => columns.find((column) => column.name === name) ?? []),
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
