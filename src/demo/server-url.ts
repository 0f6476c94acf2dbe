import { UsageError } from "../errors.ts";

/** The address of a server, and how URLs of its databases are written. */
export interface ServerUrl {
  readonly address: {
    readonly host?: string;
    readonly port?: number;
    readonly socketPath?: string;
    readonly user?: string;
    readonly password?: string;
  };
  /** For messages: without the password. */
  readonly shown: string;
  /** With the password where there is one. */
  urlOf(database: string): string;
  /** As nova writes it into cell_mappings, but without the password: a demo gives no secret away. */
  openStackUrlOf(database: string): string;
}

const SCHEMES: ReadonlySet<string> = new Set(["mysql:", "mariadb:", "mysql+pymysql:"]);

/** Reads `mysql://user:password@host:port/?unix_socket=path`. Throws a UsageError, which never shows the password. */
export function parseServerUrl(text: string): ServerUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !SCHEMES.has(url.protocol)) {
    throw new UsageError(
      "The demo's server is given as a URL of the form mysql://user:password@host:3306/, and this is none. Correct it.",
    );
  }
  const database = url.pathname.replace(/^\//, "");
  if (database !== "") {
    throw new UsageError(
      `The URL of the demo's server names the database ${database}, but the demo creates seven of its own. ` +
        "Leave the name out, and give a prefix if their names are taken.",
    );
  }
  return {
    address: addressOf(url),
    shown: withoutPassword(url).href,
    urlOf: (name) => withDatabase(url, name),
    openStackUrlOf: (name) => withDatabase(withoutPassword(url), name).replace(/^[^:]+:/, "mysql+pymysql:"),
  };
}

function addressOf(url: URL): ServerUrl["address"] {
  const socketPath = url.searchParams.get("unix_socket");
  return {
    ...(socketPath === null
      ? { host: url.hostname.replace(/^\[(.*)\]$/, "$1") || "localhost" }
      : { socketPath }),
    ...(url.port === "" ? {} : { port: Number(url.port) }),
    ...(url.username === "" ? {} : { user: decodeURIComponent(url.username) }),
    ...(url.password === "" ? {} : { password: decodeURIComponent(url.password) }),
  };
}

function withoutPassword(url: URL): URL {
  const copy = new URL(url);
  copy.password = "";
  return copy;
}

function withDatabase(url: URL, name: string): string {
  const copy = new URL(url);
  copy.pathname = `/${encodeURIComponent(name)}`;
  return copy.href;
}
