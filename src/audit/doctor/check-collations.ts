import { GRANTED_TABLES } from "../../../migrations-readonly/index.ts";
import type { Handle, Service } from "../../connect/handle.ts";
import { SCHEMA_OF } from "./check-account.ts";
import { check, type Check } from "./checks.ts";

const EXAMPLES = 3;

/** The collations of the text columns that are read, the commonest first. */
export function collationsOf(
  handle: Handle<Service, unknown>,
): readonly (readonly [string, readonly string[]])[] {
  const columns = GRANTED_TABLES[SCHEMA_OF[handle.service]].flatMap(({ name: table }) =>
    [...(handle.shape.tables.get(table)?.columns ?? [])].flatMap(([column, collation]) =>
      collation === null || isBookkeeping(table)
        ? []
        : [{ collation: modernName(collation), path: `${table}.${column}` }],
    ),
  );
  return [...Map.groupBy(columns, ({ collation }) => collation)]
    .map(([collation, of]) => [collation, of.map(({ path }) => path)] as const)
    .toSorted(([, left], [, right]) => right.length - left.length);
}

/** alembic's own table is made with the database's default, whatever glance says of its tables. */
function isBookkeeping(table: string): boolean {
  return table.endsWith("_version");
}

/** Until MySQL 8.0.30 and MariaDB 10.6 utf8mb3 was called utf8. */
function modernName(collation: string): string {
  return collation.replace(/^utf8_/, "utf8mb3_");
}

/** Whether all text of a database compares alike. */
export function checkCollations(handle: Handle<Service, unknown>): Check[] {
  const [main, ...others] = collationsOf(handle);
  if (main === undefined) return [];
  const [collation, columns] = main;
  if (others.length === 0) return [check("ok", "collation", { collation, columns: columns.length })];
  const collations = [main, ...others].map(([name, paths]) => ({
    collation: name,
    columns: paths.length,
    examples: paths.slice(0, EXAMPLES),
  }));
  return [check("note", "collations-mixed", { collations })];
}

/** Whether text of different databases compares alike: it matters to whoever joins them by hand. */
export function compareCollations(databases: readonly (readonly [string, string])[]): Check[] {
  const different = new Set(databases.map(([, collation]) => collation)).size > 1;
  return different ? [check("note", "collations-differ", { databases })] : [];
}
