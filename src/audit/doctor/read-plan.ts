import type { Engine } from "../../guard/read-only-dialect.ts";
import type { PlanStep, PlanTrouble } from "./checks.ts";

/** Of a table that fits into a few pages a scan is the best plan: reading this many rows takes milliseconds. */
const SMALL_TABLE_ROWS = 50_000;

type PlanRow = Readonly<Record<string, unknown>>;

/**
 * What EXPLAIN says, table by table, and what is wrong with it.
 * @param wholeTable whether passing the whole table is what the query is for
 */
export function readPlan(engine: Engine, rows: readonly PlanRow[], wholeTable: boolean): readonly PlanStep[] {
  return engine === "mysql"
    ? rows.flatMap((row) => mysqlStep(row, wholeTable))
    : rows.flatMap((row) => sqliteStep(String(row["detail"]), wholeTable));
}

function mysqlStep(row: PlanRow, wholeTable: boolean): PlanStep[] {
  const { table, type, possible_keys: possible, key, rows, Extra: extra } = row;
  // A result of a UNION, or a question that an index answers by itself.
  if (table === null || table === undefined || String(table).startsWith("<")) return [];
  const step = {
    table: String(table),
    access: String(type ?? "none"),
    index: key === null || key === undefined ? null : String(key),
    rows: rows === null || rows === undefined ? null : Number(rows),
    extra: String(extra ?? ""),
  };
  return [{ ...step, trouble: wholeTable ? null : troubleWith(step, possible !== null) }];
}

function troubleWith(step: Omit<PlanStep, "trouble">, hasPossibleKeys: boolean): PlanTrouble | null {
  const large = (step.rows ?? 0) >= SMALL_TABLE_ROWS;
  if (step.access === "ALL" && !hasPossibleKeys) return "no-index";
  // In the order of an index and up to a LIMIT, `index` is as good as a range; EXPLAIN then estimates the LIMIT.
  if (large && (step.access === "ALL" || step.access === "index")) return "index-unused";
  return large && /filesort|temporary/i.test(step.extra) ? "sorted" : null;
}

/** https://www.sqlite.org/eqp.html */
function sqliteStep(detail: string, wholeTable: boolean): PlanStep[] {
  const [, access, table, how = ""] = /^(SCAN|SEARCH) (?:TABLE )?(\S+)(?: USING (.*))?$/.exec(detail) ?? [];
  if (access === undefined || table === undefined) return [];
  const index = /INDEX (\S+)/.exec(how)?.[1] ?? (/PRIMARY KEY/.test(how) ? "PRIMARY" : null);
  const trouble = access === "SCAN" && index === null && !wholeTable ? "no-index" : null;
  return [{ table, access: access.toLowerCase(), index, rows: null, extra: how, trouble }];
}
