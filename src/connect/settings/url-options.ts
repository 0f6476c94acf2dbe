import { UsageError } from "../../errors.ts";
import { SSL_MODES, type SslMode } from "../where.ts";
import type { MysqlValues } from "./layer.ts";
import { parseSslMode, parseSwitch } from "./ssl-mode.ts";

/** Options of OpenStack URLs that are ours to follow or that say what we do anyway. */
const KNOWN: ReadonlySet<string> = new Set([
  "charset",
  "unix_socket",
  "read_default_file",
  "read_default_group",
  "ssl_ca",
  "ssl_cert",
  "ssl_key",
  "ssl_mode",
  "ssl_check_hostname",
  "ssl_verify_cert",
  "ssl_verify_identity",
]);

/** An option file that a URL names, and the group of it that counts. */
export interface DefaultFile {
  readonly path: string;
  readonly group: string;
}

/** What stands behind the ? of a URL. */
export interface UrlOptions {
  readonly values: { readonly [Name in keyof MysqlValues]?: MysqlValues[Name] | undefined };
  readonly defaultFile: DefaultFile | undefined;
  readonly warnings: readonly string[];
}

/**
 * Understands the query of a database URL.
 * @throws UsageError that names the option, if the query would have us run SQL or asks for encryption in no known way
 */
export function readUrlOptions(option: string, query: string): UrlOptions {
  const given = new URLSearchParams(query);
  if (given.has("init_command")) {
    throw new UsageError(
      `${option} has init_command in its URL: glance-audit runs no SQL but its own. Remove it.`,
    );
  }
  const text = (name: string): string | undefined => given.get(name) || undefined;
  const file = text("read_default_file");
  return {
    values: {
      socket: text("unix_socket"),
      sslMode: readMode(option, given),
      sslCa: text("ssl_ca"),
      sslCert: text("ssl_cert"),
      sslKey: text("ssl_key"),
    },
    // Without a group, drivers read [client]: pymysql/connections.py: Connection.__init__.
    defaultFile:
      file === undefined ? undefined : { path: file, group: text("read_default_group") ?? "client" },
    warnings: [...new Set(given.keys())]
      .filter((name) => !KNOWN.has(name))
      .map((name) => `${option}: the URL option "${name}" is ignored.`),
  };
}

function readMode(option: string, given: URLSearchParams): SslMode | undefined {
  const named = given.get("ssl_mode");
  if (named) {
    const mode = parseSslMode(named);
    if (mode !== undefined) return mode;
    throw new UsageError(`${option}: the URL option ssl_mode takes ${SSL_MODES.join(", ")}.`);
  }
  const identity = readSwitch(option, given, "ssl_verify_identity");
  const hostname = readSwitch(option, given, "ssl_check_hostname");
  const certificate = readSwitch(option, given, "ssl_verify_cert");
  if (identity ?? hostname) return "VERIFY_IDENTITY";
  if (certificate === undefined) return undefined;
  return certificate ? "VERIFY_CA" : "REQUIRED";
}

function readSwitch(option: string, given: URLSearchParams, name: string): boolean | undefined {
  const value = given.get(name);
  if (!value) return undefined;
  const said = parseSwitch(value);
  if (said !== undefined) return said;
  throw new UsageError(`${option}: the URL option ${name} takes true or false.`);
}
