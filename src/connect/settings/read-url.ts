import { resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import type { SqliteWhere } from "../where.ts";
import { layerFrom, type Layer } from "./layer.ts";
import { parseHosts, parsePort } from "./parse-host.ts";
import { readUrlOptions, type UrlOptions } from "./url-options.ts";

const SCHEME = /^([a-z][a-z0-9]*)(?:\+[a-z0-9_]+)?:\/\//i;

/**
 * What stands before the host, and the rest. As SQLAlchemy has it, a password may contain `/` and `?`: it ends
 * at the first `@` behind which a host and a database can be read.
 */
const ACCOUNT_AND_PLACE = /^([^:/?@]*(?::.*?)?)@([^@/?]*\/[^@/?]*(?:\?.*)?)$/s;

/** What a URL says of a MySQL server, and the option file that it names. */
export interface MysqlUrl extends Pick<UrlOptions, "defaultFile" | "warnings"> {
  readonly engine: "mysql";
  readonly layer: Layer;
}

/** Whether a text is meant as a URL: it has a scheme. */
export function looksLikeUrl(text: string): boolean {
  return SCHEME.test(text);
}

/**
 * Understands a database URL as OpenStack's services write it (SQLAlchemy's form: `mysql+pymysql://…`,
 * percent-escapes, `[::1]`, several hosts) or as a DBA would.
 * @param option the option, variable or file that held it
 * @throws UsageError that names the option, never the password
 */
export function readUrl(option: string, url: string): MysqlUrl | SqliteWhere {
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase();
  const rest = url.replace(SCHEME, "");
  switch (scheme) {
    case "sqlite":
      return readSqlite(option, rest);
    case "mysql":
    case "mariadb":
      return readMysql(option, rest);
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

function readSqlite(option: string, rest: string): SqliteWhere {
  const path = rest.startsWith("/") ? rest.slice(1).split("?")[0] : undefined;
  if (!path) {
    throw new UsageError(
      `${option} takes sqlite:////absolute/path or sqlite:///relative: there is no file name in what was given.`,
    );
  }
  return { engine: "sqlite", path: resolve(path), sources: { path: option } };
}

function readMysql(option: string, rest: string): MysqlUrl {
  const [account, place] = splitAccount(rest);
  const [beforeQuery = "", query = ""] = splitOnce(place, "?");
  const [hostList = "", path = ""] = splitOnce(beforeQuery, "/");
  const [user = "", password] = splitOnce(account, ":");
  const { values, defaultFile, warnings } = readUrlOptions(option, query);
  const database = decode(option, path);
  if (database === "" || database.includes("/")) {
    throw new UsageError(
      `${option} names no database: end the URL with its name, such as mysql://user@host/glance.`,
    );
  }
  const layer = layerFrom(option, {
    ...readHosts(option, hostList),
    user: user === "" ? undefined : decode(option, user),
    password: password === undefined ? undefined : decode(option, password),
    database,
    ...values,
  });
  return { engine: "mysql", layer, defaultFile, warnings };
}

function splitAccount(rest: string): [account: string, place: string] {
  const [, account, place] = ACCOUNT_AND_PLACE.exec(rest) ?? [];
  if (account !== undefined && place !== undefined) return [account, place];
  const at = splitOnce(rest, "?")[0].lastIndexOf("@");
  return [rest.slice(0, Math.max(at, 0)), rest.slice(at + 1)];
}

/** `mysql://:3307/glance` names a port and leaves the host to others. */
function readHosts(option: string, list: string): Parameters<typeof layerFrom>[1] {
  if (list === "" || list === ":") return {};
  const port = list.startsWith(":") ? parsePort(list.slice(1)) : undefined;
  if (port !== undefined) return { port };
  const hosts = parseHosts(list);
  // One port for all is also said of the hosts that the command line may put in their place.
  const ports = new Set(hosts?.map((host) => host.port ?? undefined));
  if (hosts !== undefined) return { hosts, port: ports.size === 1 ? [...ports][0] : undefined };
  // What was given is not repeated: without an @ it may be a password.
  throw new UsageError(
    `${option}: a host is written host:port with a port from 1 to 65535, or [IPv6 address]:port. Put user:password@ before it, and %40 for an @ in either.`,
  );
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
