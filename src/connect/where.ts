import { basename } from "node:path";

/** A database of MySQL or MariaDB, as given; several hosts are tried in turn. */
export interface MysqlWhere {
  readonly engine: "mysql";
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly socketPath: string | null;
  readonly user: string | null;
  readonly password: string | null;
  readonly database: string;
  readonly tls: TlsWhere | null;
}

/** Files and demands for an encrypted connection; null in MysqlWhere means unencrypted. */
export interface TlsWhere {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly verifyIdentity: boolean;
}

/** A database in a file of its own. */
export interface SqliteWhere {
  readonly engine: "sqlite";
  readonly path: string;
}

export type Where = MysqlWhere | SqliteWhere;

/** The place in words, for messages and reports: never with a password. */
export function describeWhere(where: Where): string {
  if (where.engine === "sqlite") return where.path;
  const account = where.user === null ? "" : `${where.user}@`;
  const server = where.socketPath ?? where.hosts.map(hostAndPort).join(",");
  return `${account}${server}/${where.database}`;
}

function hostAndPort({ host, port }: MysqlWhere["hosts"][number]): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Whether both name the same database, whoever logs in. */
export function isSamePlace(left: Where, right: Where): boolean {
  const placeOf = (where: Where): string =>
    describeWhere(where.engine === "sqlite" ? where : { ...where, user: null });
  return placeOf(left) === placeOf(right);
}

/** What a database is called: its name, or that of its file. */
export function databaseName(where: Where): string {
  return where.engine === "mysql" ? where.database : basename(where.path).replace(/\.[^.]*$/, "");
}
