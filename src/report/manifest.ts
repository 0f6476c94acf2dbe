import type { AuditRecord, TotalsRow } from "../audit/row.ts";
import { jsonText } from "./json-text.ts";

/** What is known of an output file once it is whole. */
export interface WrittenFile {
  /** The name without its folder: a manifest stays right when both files move. */
  readonly file: string;
  /** Of the bytes of the file, in hex. */
  readonly sha256: string;
  readonly rows: number;
  readonly totals: TotalsRow;
}

/** The text of `FILE.manifest.json`: which bytes it vouches for and how they came about; it holds no secret. */
export function manifest({ file, sha256, rows, totals }: WrittenFile, audit: AuditRecord): string {
  return `${jsonText({ file, sha256, rows, totals, audit }, 2)}\n`;
}
