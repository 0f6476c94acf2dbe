import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import { UsageError } from "../../errors.ts";
import { jsonElements } from "./json-elements.ts";

/** A row of a saved report, every cell as the text that CSV would have of it; null for NULL. */
export type SavedRow = ReadonlyMap<string, string | null>;

/** A report that was written earlier, read row by row. */
export interface SavedReport {
  readonly path: string;
  readonly columns: readonly string[];
  rows(): AsyncGenerator<SavedRow>;
}

/**
 * Opens a report in JSON or CSV, as `-f json` or `-f csv` wrote it.
 * @param option how the command line names the file
 * @throws UsageError if it cannot be read or is neither
 */
export async function openSavedReport(path: string, option: string): Promise<SavedReport> {
  const [first] = await firstRow(path, option);
  return { path, columns: [...(first?.keys() ?? [])], rows: () => readRows(path, option) };
}

async function firstRow(path: string, option: string): Promise<SavedRow[]> {
  for await (const row of readRows(path, option)) return [row];
  return [];
}

async function* readRows(path: string, option: string): AsyncGenerator<SavedRow> {
  try {
    const beginning = await beginningOf(path);
    yield* beginning.startsWith("{") ? readJson(path) : readCsv(path, delimiterOf(beginning));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${option} ${path} cannot be read as a report: ${(error as Error).message}. Give a file that -f json or -f csv wrote.`,
      error,
    );
  }
}

const BEGINNING_BYTES = 4_096;

async function beginningOf(path: string): Promise<string> {
  let text = "";
  const file = createReadStream(path, { encoding: "utf8", end: BEGINNING_BYTES - 1 });
  for await (const chunk of file) text += String(chunk);
  return text.replace(/^\ufeff?\s*/, "");
}

/** Names of columns are letters and underscores: the first other character parts them. */
function delimiterOf(header: string): string {
  return /^"?[a-z_]+"?([^a-z_"\r\n])/u.exec(header)?.[1] ?? ",";
}

async function* readJson(path: string): AsyncGenerator<SavedRow> {
  const elements = jsonElements(createReadStream(path, { encoding: "utf8" }) as AsyncIterable<string>);
  for (;;) {
    const step = await elements.next();
    if (step.done) {
      if (!step.value) throw new Error("it has no list of rows, or ends within it");
      return;
    }
    const row: unknown = JSON.parse(step.value, exactNumber as never);
    if (typeof row !== "object" || row === null || Array.isArray(row)) throw new Error("a row is no object");
    yield new Map(Object.entries(row).map(([name, value]) => [name, cellText(value)]));
  }
}

/** A number as it is written: sizes may be beyond what a number can hold. */
function exactNumber(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  return typeof value === "number" ? (source ?? value) : value;
}

function cellText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? value.join(" ") : String(value);
}

/** What a spreadsheet would run as a formula has a quote in front, in CSV only. */
const GUARDED = /^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/;

async function* readCsv(path: string, delimiter: string): AsyncGenerator<SavedRow> {
  const parser = createReadStream(path).pipe(
    parse({
      bom: true,
      delimiter,
      cast: (text, { quoting, header }) =>
        text === "" && !quoting && !header ? null : text.replace(GUARDED, ""),
    }),
  );
  let names: readonly string[] | undefined;
  for await (const record of parser as AsyncIterable<readonly (string | null)[]>) {
    if (names === undefined) {
      names = record.map(String);
      if (!names.includes("image_id") && !names.includes("finding_id"))
        throw new Error("its first line does not name the columns of a report");
      continue;
    }
    yield new Map(names.map((name, at) => [name, record[at] ?? null]));
  }
}
