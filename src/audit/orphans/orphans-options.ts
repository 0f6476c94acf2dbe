import type { Verdict } from "../../judge/holds.ts";
import type { Certainty } from "../../judge/instance-state.ts";
import type { ShownColumn } from "../../read/glance/image-columns.ts";
import type { JudgeOptions } from "../images/judge-stretch.ts";
import { COSTLY_COLUMNS } from "./orphans-listing.ts";

/** `orphans`, told which of them to list and what to say of them. */
export interface OrphansOptions extends JudgeOptions {
  readonly limit: number | undefined;
  /** Orphans created at this moment or later are too young; naive UTC as the database writes it. */
  readonly createdBefore: string | undefined;
  readonly certainties: ReadonlySet<Certainty> | undefined;
  readonly verdicts: ReadonlySet<Verdict> | undefined;
  /** Only what these need is read. */
  readonly columns: ReadonlySet<string>;
}

/** Whether it matters who needs an image. */
export function asksForHolds({ columns, verdicts }: OrphansOptions): boolean {
  return verdicts !== undefined || COSTLY_COLUMNS.holds.some((column) => columns.has(column));
}

/** People's columns are read only where they are printed or filtered by; holds also go by name. */
export function unreadColumns(options: OrphansOptions): ReadonlySet<ShownColumn> {
  const { columns, filters } = options;
  const held = asksForHolds(options);
  const named = columns.has("name") || held;
  const seen = columns.has("visibility") || held || filters.visibilities !== undefined;
  const explained = filters.causes !== undefined || filters.unexpected;
  const owned = columns.has("owner") || columns.has("owner_name") || filters.owners !== undefined;
  return new Set<ShownColumn>([
    "updated_at",
    ...(seen ? [] : ["visibility" as const]),
    ...(explained ? [] : ["disk_format" as const]),
    ...(named ? [] : ["name" as const]),
    ...(held ? [] : ["protected" as const]),
    ...(owned ? [] : ["owner" as const]),
  ]);
}

/** Whether an image is a shelved server's matters to its kind and its cause. */
export function asksForKind({ columns, filters }: OrphansOptions): boolean {
  return (
    columns.has("kind") || filters.kinds !== undefined || filters.causes !== undefined || filters.unexpected
  );
}
