import { UsageError } from "../../errors.ts";
import type { Row } from "../row.ts";
import type { SavedReport, SavedRow } from "../saved/saved-report.ts";
import { orderedGroups, type Group } from "./ordered-groups.ts";
import { kindOfReport, type ReportKind } from "./report-kind.ts";

/** What a comparison counts: rows of the reports, not lines of its own. */
export interface DiffTotals {
  before: number;
  after: number;
  new: number;
  resolved: number;
  changed: number;
  same: number;
}

/** Two reports that can be compared. */
export interface Comparison {
  readonly totals: DiffTotals;
  /** Columns that only one of them has, and that are therefore not compared. */
  readonly uncompared: readonly string[];
  pages(): AsyncGenerator<Row[]>;
}

const PER_PAGE = 500;

/**
 * Compares two reports of one command. Both stand in one order, so each is read once and little of it is held.
 * @throws UsageError if they are of different commands
 */
export function compareReports(before: SavedReport, after: SavedReport): Comparison {
  const [left, right] = [kindOfReport(before), kindOfReport(after)];
  const kind = left ?? right;
  if (left !== undefined && right !== undefined && left.command !== right.command) {
    throw new UsageError(
      `${before.path} is a report of ${left.command}, ${after.path} one of ${right.command}. Give two of one command.`,
    );
  }
  const empty = left === undefined || right === undefined;
  const columns = before.columns.filter((name) => after.columns.includes(name));
  const all = new Set([...before.columns, ...after.columns]);
  const totals: DiffTotals = { before: 0, after: 0, new: 0, resolved: 0, changed: 0, same: 0 };
  return {
    totals,
    uncompared: empty ? [] : [...all].filter((name) => !columns.includes(name) && name !== "baseline"),
    pages: () => (kind === undefined ? nothing() : pagesOf(lines(before, after, kind, columns, totals))),
  };
}

async function* nothing(): AsyncGenerator<Row[]> {
  yield [];
}

async function* pagesOf(rows: AsyncIterable<Row>): AsyncGenerator<Row[]> {
  let page: Row[] = [];
  for await (const row of rows) {
    page.push(row);
    if (page.length < PER_PAGE) continue;
    yield page;
    page = [];
  }
  yield page;
}

async function* lines(
  before: SavedReport,
  after: SavedReport,
  kind: ReportKind,
  columns: readonly string[],
  totals: DiffTotals,
): AsyncGenerator<Row> {
  const loose = { before: new Map<string, SavedRow>(), after: new Map<string, SavedRow>() };
  const compared = columns.filter((name) => !kind.identity.includes(name));
  for await (const [left, right] of paired(
    orderedGroups(before, kind, loose.before),
    orderedGroups(after, kind, loose.after),
  )) {
    yield* changes(left?.rows, right?.rows, compared, totals);
  }
  yield* changes(loose.before, loose.after, compared, totals);
}

/** Two ordered streams side by side: what stands at one place in both comes together. */
async function* paired(
  before: AsyncGenerator<Group>,
  after: AsyncGenerator<Group>,
): AsyncGenerator<readonly [Group | undefined, Group | undefined]> {
  let [left, right] = [await before.next(), await after.next()];
  while (!left.done || !right.done) {
    const first = left.done ? 1 : right.done ? -1 : compare(left.value.place, right.value.place);
    yield [
      first <= 0 && !left.done ? left.value : undefined,
      first >= 0 && !right.done ? right.value : undefined,
    ];
    if (first <= 0) left = await before.next();
    if (first >= 0) right = await after.next();
  }
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

const NONE: ReadonlyMap<string, SavedRow> = new Map();

function* changes(
  before: ReadonlyMap<string, SavedRow> = NONE,
  after: ReadonlyMap<string, SavedRow> = NONE,
  columns: readonly string[],
  totals: DiffTotals,
): Generator<Row> {
  totals.before += before.size;
  totals.after += after.size;
  for (const [id, old] of before) {
    const now = after.get(id);
    if (now === undefined) {
      totals.resolved += 1;
      yield line("resolved", old);
      continue;
    }
    const differing = columns.filter((name) => (old.get(name) ?? null) !== (now.get(name) ?? null));
    totals[differing.length > 0 ? "changed" : "same"] += 1;
    for (const name of differing) {
      yield {
        ...line("changed", now),
        column: name,
        before: old.get(name) ?? null,
        after: now.get(name) ?? null,
      };
    }
  }
  for (const [id, now] of after) {
    if (before.has(id)) continue;
    totals.new += 1;
    yield line("new", now);
  }
}

/** Of a finding that came or went its message is what people want to read. */
function contentOf(change: "new" | "resolved" | "changed", message: string | null | undefined): Row {
  if (message === undefined || change === "changed") return { column: null, before: null, after: null };
  return change === "new"
    ? { column: "message", before: null, after: message }
    : { column: "message", before: message, after: null };
}

function line(change: "new" | "resolved" | "changed", row: SavedRow): Row {
  return {
    change,
    subject: row.get("subject") ?? "image",
    subject_id: row.get("subject_id") ?? row.get("image_id") ?? null,
    rule: row.get("rule") ?? null,
    ...contentOf(change, row.get("message")),
  };
}
