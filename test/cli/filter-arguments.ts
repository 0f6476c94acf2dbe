import type { FilterArguments } from "../../src/cli/parse-filters.ts";

/** Filter options as yargs hands them over: those not given are undefined or at their default. */
export function filterArguments(given: Partial<FilterArguments>): FilterArguments {
  return {
    class: undefined,
    kind: undefined,
    cause: undefined,
    status: undefined,
    visibility: undefined,
    owner: undefined,
    instance: undefined,
    "base-image": undefined,
    image: undefined,
    "created-after": undefined,
    "created-before": undefined,
    "min-age": undefined,
    "min-size": undefined,
    deleted: "exclude",
    unexpected: false,
    limit: undefined,
    ...given,
  };
}
