import type { ReadFrom } from "../connect/handle.ts";

/** What one field of a report can hold. NULL in the database is `null`, never an empty string. */
export type Cell = string | number | bigint | boolean | null | readonly string[] | Nested | readonly Nested[];

/** Data within a field, of `show` alone: JSON and YAML print it as such, the other formats as JSON text. */
export interface Nested {
  readonly [key: string]: Cell;
}

/** One line of a report: every column of its command is there, `null` where the row has no value. */
export type Row = Readonly<Record<string, Cell>>;

/** A column as README, the CSV header and the JSON keys name it. */
export interface Column {
  readonly name: string;
  readonly type: "text" | "integer" | "boolean" | "list" | "time" | "nested";
}

/** How a report came about: printed as `audit` in JSON and YAML, and beside the file as its manifest. */
export interface AuditRecord {
  readonly command: string;
  readonly tool_version: string;
  readonly started_at: string;
  readonly finished_at: string;
  readonly consistency: "snapshot" | "chunked";
  readonly databases: readonly ReadFrom[];
  readonly filters: Readonly<Record<string, string | readonly string[]>>;
  readonly presumes: readonly string[];
  readonly truncated: boolean;
  readonly complete: boolean;
  readonly reason: string | null;
  /** Of `check`: the rules that were not run, and why. */
  readonly skipped_rules?: readonly SkippedRule[];
}

/** A rule that an audit left out. */
export interface SkippedRule {
  readonly rule: string;
  readonly reason: string;
}

/** The figures under a report, in the order in which they are printed. */
export type TotalsRow = Readonly<Record<string, number | bigint>>;
