import type { Shape } from "../connect/shape.ts";

/**
 * UUIDs as a column may spell them: in capitals as well where it compares letter by letter.
 * @param uuids lower case
 * @param column `table.column`
 */
export function* spellings(shape: Shape, column: string, uuids: Iterable<string>): Generator<string> {
  const alike = shape.ignoresCase(column);
  for (const uuid of uuids) {
    yield uuid;
    if (!alike) yield uuid.toUpperCase();
  }
}
