import { GRANTED_TABLES } from "../../../migrations-readonly/index.ts";
import type { Handle, Service } from "../../connect/handle.ts";
import { SCHEMA_OF } from "./check-account.ts";
import { check, type Check } from "./checks.ts";

/** How large the tables are that are read: the server's estimates, which may be off by half. */
export function checkRows(handle: Handle<Service, unknown>): Check[] {
  if (handle.engine === "sqlite") return [];
  const tables = GRANTED_TABLES[SCHEMA_OF[handle.service]]
    .filter(({ name }) => handle.shape.hasTable(name) && !name.endsWith("_version"))
    .map(({ name }) => [name, handle.shape.rowEstimate(name)] as const);
  return tables.length === 0 ? [] : [check("ok", "rows", { tables })];
}
