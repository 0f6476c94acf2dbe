import type { SslMode } from "../where.ts";

/** A value and where it was found, as users would name the place: `--user`, `~/.my.cnf [client]`. */
export interface Setting<T> {
  readonly value: T;
  readonly source: string;
}

/** All that can be said of a MySQL server; the port of a host is its own, `port` that of hosts without one. */
export interface MysqlValues {
  readonly hosts: readonly HostAndPort[];
  readonly port: number;
  readonly socket: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly sslMode: SslMode;
  readonly sslCa: string;
  readonly sslCert: string;
  readonly sslKey: string;
}

export interface HostAndPort {
  readonly host: string;
  readonly port: number | null;
}

/** What one source says of a server: a URL, the command line, the option files. */
export type Layer = { readonly [Name in keyof MysqlValues]?: Setting<MysqlValues[Name]> };

/** A layer of which all comes from one place; what is undefined is not said. */
export function layerFrom(
  source: string,
  values: { readonly [Name in keyof MysqlValues]?: MysqlValues[Name] | undefined },
): Layer {
  const said = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said.map(([name, value]) => [name, { value, source }]));
}
