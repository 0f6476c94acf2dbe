import type { Column } from "../row.ts";

/** What `summary --by` can count by. */
export const SUMMARY_KEYS = [
  "class",
  "kind",
  "cause",
  "owner",
  "status",
  "visibility",
  "instance_state",
  "year",
] as const;

export type SummaryKey = (typeof SUMMARY_KEYS)[number];

/** The columns of `summary`: what it counts by, then how many images and bytes. */
export function summaryColumns(by: readonly SummaryKey[]): readonly Column[] {
  return [
    ...by.map((name) => ({ name, type: "text" as const })),
    { name: "images", type: "integer" },
    { name: "size_bytes", type: "integer" },
  ];
}
