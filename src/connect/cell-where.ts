import { UsageError } from "../errors.ts";
import { parseUrl } from "./parse-url.ts";
import { DEFAULT_SOURCE, type MysqlWhere, type TlsWhere, type Where } from "./where.ts";

/** How a discovered cell may be reached: the first that the server does not refuse. */
export type CellWays = readonly [Where, ...Where[]];

/**
 * Understands cell_mappings.database_connection: at the stored address first with the account that already
 * reads the API database, then with the stored account.
 * @param base `[database] connection` of the nova.conf that was given; a template is filled from it
 * @throws UsageError that says why not, without the URL: it holds a password
 */
export function cellWays(connection: string | null, base: string | undefined, api: Where): CellWays {
  if (connection === null || connection === "") throw new UsageError("It has no database_connection.");
  const { where } = parseUrl("database_connection", fillTemplate(connection, base));
  if (where.engine === "sqlite" || api.engine === "sqlite") return [where];
  const { user, password } = api;
  const stored = { ...where, tls: cellTls(where, api) };
  if (user === where.user && password === where.password) return [stored];
  const sources = { ...where.sources, user: "--nova-api", password: "--nova-api" };
  return [{ ...stored, user, password, sources }, stored];
}

/** What the command line says of encryption holds for all servers, then what is stored, then what holds for the API. */
function cellTls(where: MysqlWhere, api: MysqlWhere): TlsWhere {
  const ofApi = api.sources["ssl-mode"] ?? "";
  const isStored = where.sources["ssl-mode"] !== DEFAULT_SOURCE || where.tls.cert !== null;
  return isStored && !ofApi.startsWith("--ssl-") ? where.tls : api.tls;
}

/**
 * Fills a template as nova does (nova/objects/cell_mapping.py: _format_url): Python's str.format over the parts
 * of the reading host's own connection, which are not percent-decoded.
 */
export function fillTemplate(stored: string, base: string | undefined): string {
  if (!/[{}]/.test(stored)) return stored;
  if (base === undefined) {
    throw new UsageError(
      "Its address is a template, which nova.conf fills: give --nova-api the path of nova.conf, or say with --cell NAME=URL where the cell is.",
    );
  }
  const parts = partsOf(base);
  return stored.replace(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (match, name: string | undefined) => {
    if (match === "{{" || match === "}}") return match.charAt(0);
    const value = name === undefined ? undefined : parts.get(name);
    if (value !== undefined) return value;
    throw new UsageError(
      `Its address is a template with ${name === undefined ? "a single brace" : `{${name}}`}, which the connection in nova.conf does not give. Say with --cell NAME=URL where the cell is.`,
    );
  });
}

const URL_PARTS = /^([^:/?#]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

function partsOf(url: string): ReadonlyMap<string, string> {
  const [, scheme = "", place = "", path = "", query = "", fragment = ""] = URL_PARTS.exec(url) ?? [];
  const parts = new Map([
    ["scheme", scheme],
    ["path", path.replace(/^\/+/, "")],
    ["query", query],
    ["fragment", fragment],
  ]);
  place.split(",").forEach((netloc, at, all) => {
    const names = all.length > 1 ? [String(at + 1), ...(at === 0 ? [""] : [])] : [""];
    for (const [key, value] of accountAndHost(netloc))
      for (const suffix of names) parts.set(key + suffix, value);
  });
  return parts;
}

function accountAndHost(netloc: string): [name: string, value: string][] {
  const at = netloc.lastIndexOf("@");
  const [, username = "", password = ""] =
    /^([^:]*)(?::(.*))?$/s.exec(netloc.slice(0, Math.max(at, 0))) ?? [];
  const [, bracketed, plain = "", port = ""] =
    /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(netloc.slice(at + 1)) ?? [];
  return [
    ["username", username],
    ["password", password],
    ["hostname", bracketed ?? plain],
    ["port", port],
  ];
}
