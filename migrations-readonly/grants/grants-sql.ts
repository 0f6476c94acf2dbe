import type { Service } from "../engine.ts";
import { quoteName, quoteString } from "./quote.ts";
import { GRANTED_TABLES, type GrantedTable } from "./tables.ts";

export interface GrantsOptions {
  readonly service: Service;
  /** Default: glance_audit, one account for all services. */
  readonly user?: string | undefined;
  /** From where the account may connect; default `%`, anywhere. */
  readonly host?: string | undefined;
  /** Default: the name that upstream's installation guides give the service's database. */
  readonly database?: string | undefined;
  /** Without it the SQL has the placeholder CHANGE_ME. */
  readonly password?: string | undefined;
}

const DEFAULT_DATABASES: Record<Service, string> = {
  glance: "glance",
  "nova-cell": "nova",
  "nova-api": "nova_api",
  cinder: "cinder",
  keystone: "keystone",
};

const PLACEHOLDER = "CHANGE_ME";

/**
 * SQL that creates the least-privileged account which the audit of one service can do with, for MariaDB and MySQL.
 * Running it twice is harmless. Throws a UsageError for a name or password that cannot be quoted safely.
 */
export function grantsSql(options: GrantsOptions): string {
  const { service, user = "glance_audit", host = "%", database = DEFAULT_DATABASES[service] } = options;
  const account = `${quoteString(user, "user")}@${quoteString(host, "host")}`;
  const schema = quoteName(database, "database");
  const grant = (table: GrantedTable): string => `GRANT SELECT ON ${schema}.\`${table.name}\` TO ${account};`;
  const always = GRANTED_TABLES[service].filter((table) => table.mayLack === undefined);
  const optional = GRANTED_TABLES[service].filter((table) => table.mayLack !== undefined);
  const lines = [
    ...heading(service, options.password === undefined),
    `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY ${quoteString(options.password ?? PLACEHOLDER, "password")};`,
    "-- If the server offers TLS, let the account in by TLS only:",
    `-- ALTER USER ${account} REQUIRE SSL;`,
    "",
    ...always.map(grant),
    ...optional.flatMap((table) => [
      `-- Optional; ${table.name} exists ${table.mayLack}, and a grant on a missing table is an error:`,
      `-- ${grant(table)}`,
    ]),
    "",
    "-- Optional, for the whole server: to see whether it is a replica and how far it lags behind.",
    `-- MariaDB 10.5.9 and later: GRANT REPLICA MONITOR ON *.* TO ${account};`,
    `-- MySQL:                    GRANT REPLICATION CLIENT ON *.* TO ${account};`,
    "-- Nothing is needed to stop its own statements (KILL QUERY) or to read status counters.",
    `-- To take all of it back: DROP USER ${account};`,
  ];
  return `${lines.join("\n")}\n`;
}

/** The one statement that lets an account, such as `CURRENT_USER()` names it, read a table. */
export function tableGrantSql(account: string, database: string, table: string): string {
  const at = account.lastIndexOf("@");
  const named = `${quoteString(account.slice(0, at), "user")}@${quoteString(account.slice(at + 1), "host")}`;
  return `GRANT SELECT ON ${quoteName(database, "database")}.${quoteName(table, "table")} TO ${named};`;
}

function heading(service: Service, placeholder: boolean): string[] {
  return [
    `-- The account of glance-audit for ${service}: it reads the tables below and nothing else.`,
    ...(service === "nova-cell" ? ["-- Run it for the database of every cell, cell0 included."] : []),
    ...(placeholder
      ? [`-- Put a password of your own in place of ${PLACEHOLDER}, then run this as administrator.`]
      : []),
    "-- An account that exists already keeps its password.",
  ];
}
