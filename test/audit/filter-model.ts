import type { FilterArguments } from "../../src/cli/parse-filters.ts";
import type { ReportRow } from "./report.ts";

/** Filters as a user gives them; ages and sizes are given in plain units. */
export type Filters = Partial<FilterArguments>;

const list = (values: readonly string[]): string[] => values.flatMap((value) => value.split(","));

/** What each filter means for a row of an unfiltered report; `now` in milliseconds. */
const MEANING: Readonly<Record<string, (row: ReportRow, value: never, now: number) => boolean>> = {
  class: (row, values: string[]) => list(values).includes(String(row["class"])),
  kind: (row, values: string[]) => list(values).includes(String(row["kind"])),
  cause: (row, values: string[]) => row["cause"] !== null && list(values).includes(String(row["cause"])),
  status: (row, values: string[]) => list(values).includes(String(row["status"])),
  visibility: (row, values: string[]) => list(values).includes(String(row["visibility"])),
  owner: (row, values: string[]) => row["owner"] !== null && list(values).includes(String(row["owner"])),
  instance: (row, values: string[]) => isAmong(row["instance_uuid"], values),
  "base-image": (row, values: string[]) => isAmong(row["base_image_ref"], values),
  image: (row, values: string[]) =>
    list(values).some((id) => row["image_id"] === id || row["image_id"] === id.toLowerCase()),
  "created-after": (row, value: string) => moment(row["created_at"]) >= moment(value),
  "created-before": (row, value: string) => moment(row["created_at"]) < moment(value),
  "min-age": (row, value: string, now) =>
    moment(row["created_at"]) <= now - Number.parseInt(value, 10) * 3_600_000,
  "min-size": (row, value: string) =>
    row["size_bytes"] !== null && Number(row["size_bytes"]) >= Number(value),
  unexpected: (row, value: boolean) => !value || row["expected"] === false,
};

function isAmong(stored: ReportRow[string] | undefined, values: readonly string[]): boolean {
  return (
    typeof stored === "string" && list(values).some((uuid) => uuid.toLowerCase() === stored.toLowerCase())
  );
}

function moment(text: ReportRow[string] | undefined): number {
  const iso = String(text);
  return Date.parse(iso.length === 10 ? `${iso}T00:00:00Z` : iso);
}

/** The rows of an unfiltered report that the filters leave; `deleted` chooses the report, not the rows. */
export function filtered(rows: readonly ReportRow[], filters: Filters, now: Date): ReportRow[] {
  return rows.filter((row) =>
    Object.entries(filters).every(
      ([name, value]) => MEANING[name]?.(row, value as never, now.getTime()) ?? true,
    ),
  );
}

/** The filters as words of a command line. */
export function commandLine(filters: Filters): string[] {
  return Object.entries(filters).flatMap(([name, value]) => {
    if (value === true) return [`--${name}`];
    return (Array.isArray(value) ? value : [value]).flatMap((one) => [`--${name}`, String(one)]);
  });
}
