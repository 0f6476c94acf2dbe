import type { Cell } from "../audit/row.ts";

/** Whether a cell is a list of texts, and not nested data. */
export function isList(cell: Cell): cell is readonly string[] {
  return Array.isArray(cell) && (cell.length === 0 || typeof cell[0] === "string");
}
