import { resolve } from "node:path";
import { UsageError } from "../errors.ts";
import type { MysqlWhere, SqliteWhere, TlsWhere, Where } from "./where.ts";

const DEFAULT_PORT = 3306;
const SCHEME = /^([a-z][a-z0-9]*)(?:\+[a-z0-9_]+)?:\/\//i;
/** Options of OpenStack URLs that are ours to follow or that say what we do anyway. */
const QUIET_OPTIONS: ReadonlySet<string> = new Set([
  "charset",
  "unix_socket",
  "ssl_ca",
  "ssl_cert",
  "ssl_key",
  "ssl_check_hostname",
  "ssl_verify_cert",
  "ssl_verify_identity",
]);

/**
 * What stands before the host, and the rest. As SQLAlchemy has it, a password may contain `/` and `?`: it ends
 * at the first `@` behind which a host and a database can be read.
 */
const ACCOUNT_AND_PLACE = /^([^:/?@]*(?::.*?)?)@([^@/?]*\/[^@/?]*(?:\?.*)?)$/s;

/** A database URL, understood, and what about it was ignored. */
export interface ParsedUrl {
  readonly where: Where;
  readonly warnings: readonly string[];
}

/**
 * Understands a database URL as OpenStack's services write it (SQLAlchemy's form: `mysql+pymysql://…`,
 * percent-escapes, `[::1]`, several hosts) or as a DBA would.
 * @param option the option or variable that held it, for the message
 * @throws UsageError that names the option, never the password
 */
export function parseUrl(option: string, url: string): ParsedUrl {
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase();
  const rest = url.replace(SCHEME, "");
  switch (scheme) {
    case "sqlite":
      return { where: parseSqlite(option, rest), warnings: [] };
    case "mysql":
    case "mariadb":
      return parseMysql(option, rest);
    case undefined:
      throw new UsageError(
        `${option} takes a URL with a scheme, such as mysql://user@host/glance or sqlite:////path/to/glance.db.`,
      );
    default:
      throw new UsageError(
        `${option} names the scheme "${scheme}", which is not spoken here. Give mysql://, mariadb:// or sqlite://.`,
      );
  }
}

function parseSqlite(option: string, rest: string): SqliteWhere {
  const path = rest.startsWith("/") ? rest.slice(1).split("?")[0] : undefined;
  if (!path) {
    throw new UsageError(
      `${option} takes sqlite:////absolute/path or sqlite:///relative: there is no file name in what was given.`,
    );
  }
  return { engine: "sqlite", path: resolve(path) };
}

function parseMysql(option: string, rest: string): ParsedUrl {
  const [account, place] = splitAccount(rest);
  const [beforeQuery = "", query = ""] = splitOnce(place, "?");
  const [hostList = "", path = ""] = splitOnce(beforeQuery, "/");
  const [user = "", password = null] = splitOnce(account, ":");
  const options = new URLSearchParams(query);
  if (options.has("init_command")) {
    throw new UsageError(
      `${option} has init_command in its URL: glance-audit runs no SQL but its own. Remove it.`,
    );
  }
  const database = decode(option, path);
  if (database === "" || database.includes("/")) {
    throw new UsageError(
      `${option} names no database: end the URL with its name, such as mysql://user@host/glance.`,
    );
  }
  const unknown = [...options.keys()].filter((name) => !QUIET_OPTIONS.has(name));
  const where: MysqlWhere = {
    engine: "mysql",
    hosts: parseHosts(option, hostList),
    socketPath: options.get("unix_socket"),
    user: user === "" ? null : decode(option, user),
    password: password === null ? null : decode(option, password),
    database,
    tls: parseTls(options),
  };
  return { where, warnings: unknown.map((name) => `${option}: the URL option "${name}" is ignored.`) };
}

function splitAccount(rest: string): [account: string, place: string] {
  const [, account, place] = ACCOUNT_AND_PLACE.exec(rest) ?? [];
  if (account !== undefined && place !== undefined) return [account, place];
  const at = splitOnce(rest, "?")[0].lastIndexOf("@");
  return [rest.slice(0, Math.max(at, 0)), rest.slice(at + 1)];
}

function parseHosts(option: string, list: string): MysqlWhere["hosts"] {
  return (list === "" ? ["localhost"] : list.split(",")).map((entry) => {
    const match = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(\d*))?$/.exec(entry);
    const port = match?.[3] === undefined || match[3] === "" ? DEFAULT_PORT : Number(match[3]);
    if (match === null || !Number.isInteger(port) || port < 1 || port > 65_535) {
      // What was given is not repeated: without an @ it may be a password.
      throw new UsageError(
        `${option}: a host is written host:port with a port from 1 to 65535, or [IPv6 address]:port. Put user:password@ before it, and %40 for an @ in either.`,
      );
    }
    return { host: match[1] ?? (match[2] || "localhost"), port };
  });
}

function parseTls(options: URLSearchParams): TlsWhere | null {
  const [ca, cert, key] = ["ssl_ca", "ssl_cert", "ssl_key"].map((name) => options.get(name));
  if (!ca && !cert && !key) return null;
  const verify = options.get("ssl_verify_identity") ?? options.get("ssl_check_hostname");
  return {
    ca: ca ?? null,
    cert: cert ?? null,
    key: key ?? null,
    verifyIdentity: /^(1|true|yes)$/i.test(verify ?? ""),
  };
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(option: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new UsageError(
      `${option}: the URL has a % that does not begin a percent-escape. Write a literal % as %25.`,
      error,
    );
  }
}
