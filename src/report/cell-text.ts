import type { Cell } from "../audit/row.ts";
import { isList } from "./is-list.ts";
import { jsonText } from "./json-text.ts";

/** A cell as plain text: lists joined by spaces, integers as digits, booleans true or false, nested data as JSON. */
export function cellText(cell: Cell | undefined, nullText: string): string {
  if (cell === null || cell === undefined) {
    return nullText;
  }
  if (typeof cell !== "object") return String(cell);
  return isList(cell) ? cell.join(" ") : jsonText(cell);
}
