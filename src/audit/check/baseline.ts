import { UuidTable } from "../../read/packed/uuid-table.ts";
import type { Row } from "../row.ts";
import { openSavedReport, type SavedReport, type SavedRow } from "../saved/saved-report.ts";
import { UsageError } from "../../errors.ts";
import type { Finding } from "./finding.ts";

const SEEN = 0;
const PER_PAGE = 500;

/** The findings of an earlier report, by their ids: some 30 bytes apiece. */
export class Baseline {
  readonly #report: SavedReport;
  readonly #ids: UuidTable;

  private constructor(report: SavedReport, ids: UuidTable) {
    this.#report = report;
    this.#ids = ids;
  }

  /** @throws UsageError if the file is not a report of `check` */
  static async open(path: string): Promise<Baseline> {
    const report = await openSavedReport(path, "--baseline");
    const ids = new UuidTable(1);
    for await (const row of report.rows()) {
      if (ids.claim(row.get("finding_id") ?? "") < 0) {
        throw new UsageError(
          `--baseline ${path} is not a report of \`check\`: a row has no finding_id. Give what \`glance-audit check -f json\` wrote.`,
        );
      }
    }
    return new Baseline(report, ids);
  }

  /** Whether the earlier report has it, too. */
  knows(finding: Finding): boolean {
    const record = this.#ids.find(finding.id);
    if (record >= 0) this.#ids.setWord(record, SEEN, 1);
    return record >= 0;
  }

  /** Findings that `knows` was not asked about: they are no more, as far as their rules were run. */
  async *resolved(wasRun: (rule: string) => boolean): AsyncGenerator<Row[]> {
    let page: Row[] = [];
    for await (const row of this.#report.rows()) {
      const record = this.#ids.find(row.get("finding_id") ?? "");
      if (record < 0 || this.#ids.word(record, SEEN) === 1 || !wasRun(row.get("rule") ?? "")) continue;
      page.push(rowOf(row));
      if (page.length < PER_PAGE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }
}

function rowOf(row: SavedRow): Row {
  return Object.fromEntries([...row, ["baseline", "resolved"]]);
}
