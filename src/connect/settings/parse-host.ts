import { isIPv6 } from "node:net";
import type { HostAndPort } from "./layer.ts";

const HOST = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(\d*))?$/;

/**
 * Hosts as a URL writes them: `host`, `host:port`, `[IPv6 address]:port`, several with commas.
 * @returns undefined if one of them is none
 */
export function parseHosts(list: string): HostAndPort[] | undefined {
  const hosts = list.split(",").map(parseHost);
  return hosts.includes(undefined) ? undefined : (hosts as HostAndPort[]);
}

/** The same, and an IPv6 address without brackets, which in a URL could hide a port. */
export function parsePlainHosts(list: string): HostAndPort[] | undefined {
  return isIPv6(list) ? [{ host: list, port: null }] : parseHosts(list);
}

function parseHost(text: string): HostAndPort | undefined {
  const [, address, name, digits] = HOST.exec(text) ?? [];
  const host = address ?? name;
  if (host === undefined) return undefined;
  const port = digits ? parsePort(digits) : null;
  return port === undefined ? undefined : { host: host || "localhost", port };
}

/** A port number, undefined if it is none. */
export function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}
