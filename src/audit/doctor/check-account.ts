import { grantsSql, type Service as Schema } from "../../../migrations-readonly/index.ts";
import type { Handle, Service } from "../../connect/handle.ts";
import type { Where } from "../../connect/where.ts";
import { writingPrivileges } from "../../guard/grants.ts";
import { check, type Check } from "./checks.ts";

/** What each service's schema is called beside its migrations. */
export const SCHEMA_OF: Readonly<Record<Service, Schema>> = {
  glance: "glance",
  nova: "nova-cell",
  "nova-api": "nova-api",
  cinder: "cinder",
  keystone: "keystone",
};

/** Who the server takes us for, whether that account could write, and how to make one that cannot. */
export async function checkAccount(handle: Handle<Service, unknown>, where: Where): Promise<Check[]> {
  if (where.engine === "sqlite") return [];
  const account = String((await handle.probe("currentUser"))[0]?.[0]);
  const privileges = writingPrivileges((await handle.probe("grants")).map(([grant]) => String(grant)));
  if (privileges.length === 0) return [check("ok", "account", { account })];
  const sql = grantsSql({ service: SCHEMA_OF[handle.service], database: where.database })
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("--"));
  return [check("warning", "account-could-write", { account, privileges, sql })];
}
