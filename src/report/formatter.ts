import type { AuditRecord, Column, Row, TotalsRow } from "../audit/row.ts";

/** What a format may need to know before its first line. */
export interface FormatOptions {
  readonly columns: readonly Column[];
  /** Terminal columns; a table is never wider. */
  readonly width: number;
  readonly colour: boolean;
  /** csv: what a NULL field prints. */
  readonly nullValue: string;
  readonly bom: boolean;
  readonly delimiter: string;
  readonly escapeFormulas: boolean;
  /** commands: whether those that are reclaimable and proven are no comments. */
  readonly uncomment: boolean;
}

/** What is known when the last row has been printed, or when reading broke off. */
export interface ReportEnd {
  readonly totals: TotalsRow;
  readonly audit: AuditRecord;
}

/** One output format: turns pages of rows into text. Pure: it neither writes nor knows where the text goes. */
export interface Formatter<Text extends string | Uint8Array = string | Uint8Array> {
  head(): string;
  /** Text, or its bytes in UTF-8, which are valid until the next call. */
  rows(rows: readonly Row[]): Text;
  /** Closes the document, also when the audit is not complete. */
  foot(end: ReportEnd): string;
}

export type FormatterFactory = (options: FormatOptions) => Formatter;
