import * as fc from "fast-check";
import type { AuditRecord, Cell, Column, Row } from "../../src/audit/row.ts";
import type { FormatOptions, Formatter, ReportEnd } from "../../src/report/formatter.ts";

export function columnsOf(types: Readonly<Record<string, Column["type"]>>): Column[] {
  return Object.entries(types).map(([name, type]) => ({ name, type }));
}

export function optionsFor(columns: readonly Column[], others: Partial<FormatOptions> = {}): FormatOptions {
  return {
    columns,
    width: 100,
    colour: false,
    nullValue: "",
    bom: false,
    delimiter: ",",
    escapeFormulas: true,
    uncomment: false,
    ...others,
  };
}

export const AUDIT: AuditRecord = {
  command: "images",
  tool_version: "0.1.0",
  started_at: "2026-01-02T03:04:05Z",
  finished_at: "2026-01-02T03:05:06Z",
  consistency: "snapshot",
  databases: [
    {
      service: "glance",
      engine: "mariadb",
      version: "10.11.19",
      where: "db1:3306/glance",
      started_at: "2026-01-02T03:04:06Z",
      servers: [
        {
          version: "10.11.19-MariaDB",
          hostname: "db1",
          server_id: 7,
          server_uuid: null,
          read_only: true,
          gtid: "0-7-42",
          replica: [],
          galera: null,
        },
      ],
    },
  ],
  filters: { class: ["partial", "yes"], limit: "1e3" },
  presumes: [],
  truncated: false,
  complete: true,
  reason: null,
};

export const END: ReportEnd = {
  totals: { scanned: 3, full: 1, partial: 1, missing: 1, size_bytes: 2n ** 63n },
  audit: AUDIT,
};

/** All that a format prints for these pages. */
export function print(
  formatter: Formatter,
  pages: readonly (readonly Row[])[],
  end: ReportEnd = END,
): string {
  return formatter.head() + pages.map((page) => textOf(formatter.rows(page))).join("") + formatter.foot(end);
}

/** Pieces of text that have broken writers before. */
const HOSTILE = [
  '"',
  "\r",
  "\n",
  "\r\n",
  ",",
  ";",
  "\t",
  "|",
  " ",
  "'",
  "=",
  "+",
  "-",
  "@",
  "＝",
  "＋",
  "－",
  "＠",
  "\\",
  "\\N",
  "NULL",
  "null",
  "~",
  "yes",
  "no",
  "1e3",
  "0x1f",
  "12:30",
  "2026-01-02T03:04:05Z",
  "<<",
  "#",
  "- ",
  ": ",
  "&a",
  "*a",
  "!!int",
  "%",
  "{",
  "[",
  "\0",
  "\x1b[31m",
  "\x07",
  "\x7f",
  "\x85",
  "\u2028",
  "\u202e",
  "\u200b",
  "\ufeff",
  "\uffff",
  "\ud800",
  "\udc00",
  "𠮷",
  "é",
  "e\u0301",
  "日本",
  "plain",
  "9a2f3b1c-0000-4000-8000-000000000001",
];

/** Pieces of text that break writers, one after another. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...HOSTILE), { maxLength: 4 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 12 }),
);

const hostileCell: fc.Arbitrary<Cell> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  fc.array(hostileText, { maxLength: 3 }),
);

/** Pages of rows that all have the same columns. */
export function hostilePages(names: readonly string[]): fc.Arbitrary<Row[][]> {
  const row = fc.record(Object.fromEntries(names.map((name) => [name, hostileCell])));
  return fc.array(fc.array(row, { maxLength: 4 }), { maxLength: 3 });
}

/** What a formatter printed, as text: some print bytes. */
export function textOf(printed: string | Uint8Array): string {
  return typeof printed === "string" ? printed : Buffer.from(printed).toString("utf8");
}
