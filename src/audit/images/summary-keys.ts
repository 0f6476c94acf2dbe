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
