import { basename } from "node:path";

/** The meaning of each is MySQL's: how much is asked of the encryption of a connection. */
export const SSL_MODES = ["DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"] as const;

export type SslMode = (typeof SSL_MODES)[number];

/** Which value came from where: for people who wonder why it connects as it does. */
export type Sources = Readonly<Record<string, string>>;

/** The source of what nobody has said. */
export const DEFAULT_SOURCE = "default";

/** A database of MySQL or MariaDB, as given; several hosts are tried in turn. */
export interface MysqlWhere {
  readonly engine: "mysql";
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly socketPath: string | null;
  readonly user: string;
  readonly password: string | null;
  readonly database: string;
  readonly tls: TlsWhere;
  readonly sources: Sources;
}

/** What is asked of encryption, and the PEM files for it. */
export interface TlsWhere {
  readonly mode: SslMode;
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

/** A database in a file of its own. */
export interface SqliteWhere {
  readonly engine: "sqlite";
  readonly path: string;
  readonly sources: Sources;
}

export type Where = MysqlWhere | SqliteWhere;

/** The place in words, for messages and reports: never with a password. */
export function describeWhere(where: Where): string {
  if (where.engine === "sqlite") return where.path;
  const server = where.socketPath ?? where.hosts.map(hostAndPort).join(",");
  return `${where.user}@${server}/${where.database}`;
}

function hostAndPort({ host, port }: MysqlWhere["hosts"][number]): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Whether both name the same database, whoever logs in. */
export function isSamePlace(left: Where, right: Where): boolean {
  const placeOf = (where: Where): string =>
    describeWhere(where.engine === "sqlite" ? where : { ...where, user: "" });
  return placeOf(left) === placeOf(right);
}

/** What a database is called: its name, or that of its file. */
export function databaseName(where: Where): string {
  return where.engine === "mysql" ? where.database : basename(where.path).replace(/\.[^.]*$/, "");
}
