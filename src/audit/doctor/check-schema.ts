import { GRANTED_TABLES, tableGrantSql } from "../../../migrations-readonly/index.ts";
import type { Handle, Service } from "../../connect/handle.ts";
import type { Where } from "../../connect/where.ts";
import { refusalOf } from "../../read/absent-table.ts";
import { readMigrateVersion, readSchemaRevisions } from "../../read/schema-revisions.ts";
import { SCHEMA_OF } from "./check-account.ts";
import { check, type Check, type Level } from "./checks.ts";
import { compareSchema, countDifferences, type TableDifference } from "./compare-schema.ts";
import { expectedSchema } from "./expected-schema.ts";

/** How far the schema has come, and where the tables that we read differ from upstream's. */
export async function checkSchema(handle: Handle<Service, unknown>, where: Where): Promise<Check[]> {
  const schema = SCHEMA_OF[handle.service];
  const tables = GRANTED_TABLES[schema]
    .filter(({ mayLack }) => mayLack === undefined)
    .map(({ name }) => name);
  const noted = await readSchemaRevisions(handle);
  const migrateVersion = await readMigrateVersion(handle);
  const compare = (facts: Parameters<typeof compareSchema>[1]) => compareSchema(handle.shape, facts, tables);
  const expected = await expectedSchema(schema, noted, migrateVersion, (facts) =>
    countDifferences(compare(facts)),
  );
  const revisions = noted.length === 0 && migrateVersion !== undefined ? [String(migrateVersion)] : noted;
  const differences = compare(expected.facts);
  const { releases, known } = expected;
  const checks: Check[] = [
    check(known || noted.length === 0 ? "ok" : "note", "generation", { revisions, releases, known }),
  ];
  if (handle.service === "glance" && isHalfUpgraded(noted))
    checks.push(check("warning", "half-upgraded", { revisions }));
  // Of other releases than those that are known here a difference is no surprise.
  const level = known || handle.service === "glance" ? "warning" : "note";
  for (const difference of differences) checks.push(...(await checkTable(handle, where, difference, level)));
  return checks;
}

/** glance/cmd/manage.py: DbCommands.check. A finished upgrade leaves the contract's row alone. */
function isHalfUpgraded(revisions: readonly string[]): boolean {
  return revisions.length > 1 || revisions.some((revision) => revision.includes("_expand"));
}

async function checkTable(
  handle: Handle<Service, unknown>,
  where: Where,
  difference: TableDifference,
  level: Level,
): Promise<Check[]> {
  const { table, missingColumns, extraColumns, missingIndexes, extraIndexes } = difference;
  if (difference.absent) return [await checkAbsent(handle, where, table)];
  const checks: Check[] = [];
  if (missingColumns.length > 0)
    checks.push(check(level, "columns-missing", { table, names: missingColumns }));
  for (const { index, columns } of missingIndexes) {
    checks.push(check(level, "index-missing", { table, index, names: columns }));
  }
  if (extraColumns.length > 0) checks.push(check("note", "columns-extra", { table, names: extraColumns }));
  if (extraIndexes.length > 0) checks.push(check("note", "indexes-extra", { table, names: extraIndexes }));
  return checks;
}

async function checkAbsent(handle: Handle<Service, unknown>, where: Where, table: string): Promise<Check> {
  const refusal = where.engine === "sqlite" ? undefined : await refusalOf(handle, table);
  if (refusal === undefined || where.engine === "sqlite") return check("warning", "table-missing", { table });
  const account = String((await handle.probe("currentUser"))[0]?.[0]);
  return check("warning", "table-denied", { table, sql: tableGrantSql(account, where.database, table) });
}
