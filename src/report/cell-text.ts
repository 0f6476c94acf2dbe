import type { Cell } from "../audit/row.ts";

/** A cell as plain text: lists joined by spaces, integers as digits, booleans true or false. */
export function cellText(cell: Cell | undefined, nullText: string): string {
  if (cell === null || cell === undefined) {
    return nullText;
  }
  return typeof cell === "object" ? cell.join(" ") : String(cell);
}
