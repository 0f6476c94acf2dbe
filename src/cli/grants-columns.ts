import type { Column } from "../audit/row.ts";

/** The columns of `grants`. */
export const GRANTS_COLUMNS: readonly Column[] = [
  { name: "service", type: "text" },
  { name: "sql", type: "text" },
];
