import type { FilterArguments } from "./parse-filters.ts";
import { filterOptions } from "./options/filters.ts";

/** The filters as they were given, for the record of a report. */
export function describeFilters(given: FilterArguments): Record<string, string | readonly string[]> {
  const described: Record<string, string | readonly string[]> = {};
  for (const name of Object.keys(filterOptions) as (keyof typeof filterOptions)[]) {
    const value = given[name];
    if (value === undefined || value === false) continue;
    described[name] = Array.isArray(value) ? value.map(String) : String(value);
  }
  return described;
}
