import type { Cell, Column, Row } from "../audit/row.ts";
import { isList } from "./is-list.ts";

/** In every Node that we run on, but not yet in the type library of our target. */
const withRaw = JSON as unknown as { rawJSON(text: string): unknown };

/** JSON in which a bigint is written as its digits, however many. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, (_key, held: unknown) => digits(held), indent);
}

/** A writer of rows as JSON objects on one line each: the columns in their order, `null` for what is not there. */
export function jsonRowWriter(columns: readonly Column[]): (row: Row) => string {
  const keys = columns.map(({ name }, index) => ({
    name,
    prefix: `${index === 0 ? "" : ","}${JSON.stringify(name)}:`,
  }));
  return (row) => {
    let text = "{";
    for (const { name, prefix } of keys) {
      text += prefix + jsonCell(row[name] ?? null);
    }
    return `${text}}`;
  };
}

function jsonCell(cell: Cell): string {
  if (typeof cell === "bigint") return String(cell);
  // Nested data may hold one, too; looking for it would make everything else slower.
  return typeof cell === "object" && cell !== null && !isList(cell) ? jsonText(cell) : JSON.stringify(cell);
}

function digits(held: unknown): unknown {
  return typeof held === "bigint" ? withRaw.rawJSON(String(held)) : held;
}
