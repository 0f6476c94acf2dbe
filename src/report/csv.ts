import { stringify } from "csv-stringify/sync";
import type { Options } from "csv-stringify/sync";
import type { Cell, Row } from "../audit/row.ts";
import { BEYOND_ASCII, BytePage } from "./byte-page.ts";
import { cellText } from "./cell-text.ts";
import type { FormatOptions, Formatter } from "./formatter.ts";

const END_OF_RECORD = "\r\n";
const QUOTE = 34;
const CR = 13;
const LF = 10;
/** The character codes that a spreadsheet takes for the beginning of a formula; csv-stringify guards the same. */
const FORMULA_STARTS = new Uint8Array(1 << 16);
for (const start of "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20") FORMULA_STARTS[start.charCodeAt(0)] = 1;

/**
 * CSV as RFC 4180 has it: CRLF, UTF-8, quotes only where they are needed. NULL prints `nullValue` (by default
 * nothing) and is never guarded; text that is empty, or equal to `nullValue`, is quoted, so that it is not taken
 * for NULL. Text that a spreadsheet would run as a formula gets a `'` in front.
 *
 * csv-stringify writes every row in which any cell needs a decision; rows of plain cells, nearly all, are copied
 * byte by byte, which is several times faster. `test/report/csv.test.ts` holds both to the same bytes.
 */
export function csv(options: FormatOptions): Formatter<Uint8Array> {
  const names = options.columns.map((column) => column.name);
  const libraryOptions = stringifyOptions(options);
  const careful = (cells: readonly Cell[]): string => stringify([cells.map(listsAsText)], libraryOptions);
  const nullField = careful([null]).slice(0, -END_OF_RECORD.length);
  const special = specialCharacters(options.delimiter);
  const delimiter = options.delimiter.charCodeAt(0);
  const digitsArePlain = !/\d/.test(options.delimiter + options.nullValue);
  const page = new BytePage();

  /** False, with nothing or a part of it on the page, if the cell needs a decision. */
  const appendPlain = (cell: Cell, plain: Uint8Array): boolean => {
    if (cell === null) {
      if (nullField !== "") page.append(nullField);
    } else if (digitsArePlain && typeof cell === "number" && cell >= 0 && Number.isSafeInteger(cell)) {
      page.appendInteger(cell);
    } else {
      const field = typeof cell === "object" ? joined(cell) : String(cell);
      if (field === "") {
        page.appendByte(QUOTE);
        page.appendByte(QUOTE);
      } else {
        const guarded = options.escapeFormulas && FORMULA_STARTS[field.charCodeAt(0)] === 1;
        if (guarded || field === options.nullValue || !page.appendPlain(field, plain)) return false;
      }
    }
    page.appendByte(delimiter);
    return true;
  };

  /**
   * False, with nothing or a part of it on the page, if the row needs a decision.
   * @param isWhole whether the row seems to have the columns and no others, in their order: then none is asked for
   * by name
   */
  const appendPlainRow = (row: Row, isWhole: boolean): boolean => {
    if (special === undefined) return false;
    if (isWhole) {
      let at = 0;
      for (const name in row) {
        if (name !== names[at] || !appendPlain(row[name] ?? null, special)) return false;
        at += 1;
      }
      if (at !== names.length) return false;
    } else {
      for (const name of names) if (!appendPlain(row[name] ?? null, special)) return false;
    }
    page.truncate(page.end - 1);
    page.appendByte(CR);
    page.appendByte(LF);
    return true;
  };

  return {
    head: () => (options.bom ? "\uFEFF" : "") + careful(names),
    rows: (rows) => {
      page.truncate(0);
      const isWhole = hasColumns(rows[0], names);
      for (const row of rows) {
        const start = page.end;
        if (appendPlainRow(row, isWhole)) continue;
        page.truncate(start);
        page.append(careful(names.map((name) => row[name] ?? null)));
      }
      return page.text;
    },
    foot: () => "",
  };
}

/** Whether a row has these columns and no others, in their order. */
function hasColumns(row: Row | undefined, names: readonly string[]): boolean {
  const own = Object.keys(row ?? {});
  return own.length === names.length && own.every((name, at) => name === names[at]);
}

/** The characters that are not written as they stand; undefined if the delimiter is not one of ASCII's. */
function specialCharacters(delimiter: string): Uint8Array | undefined {
  if (delimiter.length !== 1 || delimiter.charCodeAt(0) > 127) return undefined;
  const special = new Uint8Array(1 << 16).fill(BEYOND_ASCII, 128);
  for (const character of ['"', "\r", "\n", delimiter]) special[character.charCodeAt(0)] = 1;
  return special;
}

function stringifyOptions({ delimiter, escapeFormulas, nullValue }: FormatOptions): Options {
  return {
    delimiter,
    record_delimiter: END_OF_RECORD,
    // Off by default as soon as a record delimiter is given; then a bare CR or LF would go out unquoted.
    quote_record_delimiter: true,
    // Not quoted_empty: that one quotes NULL as well (csv-stringify 6.9 lib/api/index.js: stringify).
    quoted_match: /^$/,
    escape_formulas: escapeFormulas,
    cast: {
      boolean: String,
      string: (text) => (text !== "" && text === nullValue ? { value: text, quoted: true } : text),
      null: () => (nullValue === "" ? null : { value: nullValue, escape_formulas: false }),
    },
  };
}

/** Lists that many rows share are joined once; there are few of them. */
const JOINED = new Map<object, string>();
const MOST_JOINED = 64;

function joined(cell: Cell & object): string {
  let text = JOINED.get(cell);
  if (text !== undefined) return text;
  text = cellText(cell, "");
  if (JOINED.size === MOST_JOINED) JOINED.clear();
  JOINED.set(cell, text);
  return text;
}

function listsAsText(cell: Cell): Exclude<Cell, object> {
  return cell !== null && typeof cell === "object" ? cellText(cell, "") : cell;
}
