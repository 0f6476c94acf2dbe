import type { Engine } from "../../guard/read-only-dialect.ts";
import type { PlanStep, PlanTrouble } from "./checks.ts";

/** Of a table that fits into a few pages a scan is the best plan: reading this many rows takes milliseconds. */
const SMALL_TABLE_ROWS = 50_000;

type PlanRow = Readonly<Record<string, unknown>>;

/**
 * What EXPLAIN says, table by table, and what is wrong with it.
 * @param tableOf the table that an alias stands for
 * @param wholeTable whether passing the whole table is what the query is for
 */
export function readPlan(
  engine: Engine,
  rows: readonly PlanRow[],
  tableOf: (alias: string) => string,
  wholeTable: boolean,
): readonly PlanStep[] {
  return rows.flatMap((row) => {
    const step = engine === "mysql" ? mysqlStep(row, wholeTable) : sqliteStep(String(row["detail"]));
    return step === undefined ? [] : { ...step, table: tableOf(step.table) };
  });
}

function mysqlStep(row: PlanRow, wholeTable: boolean): PlanStep | undefined {
  const { table, type, possible_keys: possible, key, rows, Extra: extra } = row;
  // A result of a UNION, or a question that an index answers by itself.
  if (table === null || table === undefined || String(table).startsWith("<")) return undefined;
  const step = {
    table: String(table),
    access: String(type ?? "none"),
    index: key === null || key === undefined ? null : String(key),
    // MariaDB writes `1 (73%)` where a second index filters what the first finds.
    rows: rows === null || rows === undefined ? null : Number.parseInt(String(rows), 10),
    extra: String(extra ?? ""),
  };
  return { ...step, trouble: wholeTable ? null : troubleWith(step, possible !== null) };
}

function troubleWith(step: Omit<PlanStep, "trouble">, hasPossibleKeys: boolean): PlanTrouble | null {
  const large = (step.rows ?? 0) >= SMALL_TABLE_ROWS;
  if (step.access === "ALL" && !hasPossibleKeys) return "no-index";
  // In the order of an index and up to a LIMIT, `index` is as good as a range; EXPLAIN then estimates the LIMIT.
  if (large && (step.access === "ALL" || step.access === "index")) return "index-unused";
  if (large && step.access === "ref") return "broad-index";
  return large && /filesort|temporary/i.test(step.extra) ? "sorted" : null;
}

/**
 * https://www.sqlite.org/eqp.html. SQLite tells no numbers, and knows of small tables that a scan is best: which
 * index is missing the schema tells.
 */
function sqliteStep(detail: string): PlanStep | undefined {
  const [, access, table, how] = /^(SCAN|SEARCH) (?:TABLE )?(\S+)(?: USING (.*))?$/.exec(detail) ?? [];
  // Without more, SEARCH is the question for the least or the greatest.
  if (access === undefined || table === undefined || (access === "SEARCH" && how === undefined))
    return undefined;
  const index = /INDEX (\S+)/.exec(how ?? "")?.[1] ?? (/PRIMARY KEY/.test(how ?? "") ? "PRIMARY" : null);
  return { table, access: access.toLowerCase(), index, rows: null, extra: how ?? "", trouble: null };
}
