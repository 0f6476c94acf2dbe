import type { Column } from "../row.ts";

/** The columns of `diff`: one line for a row that came or went, one for each column that changed. */
export const DIFF_COLUMNS: readonly Column[] = [
  { name: "change", type: "text" },
  { name: "subject", type: "text" },
  { name: "subject_id", type: "text" },
  { name: "rule", type: "text" },
  { name: "column", type: "text" },
  { name: "before", type: "text" },
  { name: "after", type: "text" },
];
