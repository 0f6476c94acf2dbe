import { UsageError } from "../../errors.ts";
import type { SavedReport, SavedRow } from "../saved/saved-report.ts";
import type { ReportKind } from "./report-kind.ts";

/** The rows of a report that stand at one place, by their ids: one image, or all findings about one thing. */
export interface Group {
  readonly place: string;
  readonly rows: ReadonlyMap<string, SavedRow>;
}

/**
 * Reads a report group by group. Rows without a place, few as they are, are kept in `loose` instead.
 * @throws UsageError if the rows do not stand in the order in which they were written
 */
export async function* orderedGroups(
  report: SavedReport,
  kind: ReportKind,
  loose: Map<string, SavedRow>,
): AsyncGenerator<Group> {
  let place = "";
  let rows = new Map<string, SavedRow>();
  for await (const row of report.rows()) {
    if (!kind.counts(row)) continue;
    const next = kind.placeOf(row);
    if (next === null) {
      loose.set(kind.idOf(row), row);
      continue;
    }
    if (next < place) {
      throw new UsageError(
        `${report.path} was sorted anew: ${kind.idOf(row)} stands behind what comes after it. Give the report as it was written.`,
      );
    }
    if (next !== place) {
      if (rows.size > 0) yield { place, rows };
      place = next;
      rows = new Map();
    }
    rows.set(kind.idOf(row), row);
  }
  if (rows.size > 0) yield { place, rows };
}
