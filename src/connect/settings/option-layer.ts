import { UsageError } from "../../errors.ts";
import type { HostAndPort, Layer, Setting } from "./layer.ts";
import type { FoundOption } from "./option-files.ts";
import { optionSslMode } from "./option-ssl-mode.ts";
import { parsePlainHosts, parsePort } from "./parse-host.ts";

/** What the option files say of a server. Options that are meant for other programs are passed over. */
export function optionLayer(options: readonly FoundOption[]): Layer {
  const said = {
    hosts: hostsOf(last(options, "host")),
    port: portOf(last(options, "port")),
    socket: last(options, "socket"),
    user: last(options, "user"),
    password: last(options, "password"),
    sslMode: optionSslMode(options),
    sslCa: last(options, "ssl-ca"),
    sslCert: last(options, "ssl-cert"),
    sslKey: last(options, "ssl-key"),
  };
  // With protocol=tcp even localhost is not reached by its socket.
  if (/^tcp$/i.test(last(options, "protocol")?.value ?? "")) said.socket = undefined;
  return Object.fromEntries(Object.entries(said).filter(([, setting]) => setting !== undefined));
}

/**
 * Of an option given more than once the last counts. An empty one says nothing, except that there is no
 * password; `password` alone, which has MySQL's programs ask for it, says nothing either.
 */
function last(options: readonly FoundOption[], name: string): Setting<string> | undefined {
  const found = options.findLast((option) => option.name === name);
  if (found === undefined || found.value === null) return undefined;
  if (found.value === "" && name !== "password") return undefined;
  return { value: found.value, source: found.source };
}

function hostsOf(said: Setting<string> | undefined): Setting<readonly HostAndPort[]> | undefined {
  if (said === undefined) return undefined;
  const value = parsePlainHosts(said.value);
  if (value !== undefined) return { value, source: said.source };
  throw new UsageError(`${said.source}: host takes the name or address of a host.`);
}

function portOf(said: Setting<string> | undefined): Setting<number> | undefined {
  // 0 is how option files ask for the usual port.
  if (said === undefined || said.value === "0") return undefined;
  const value = parsePort(said.value);
  if (value !== undefined) return { value, source: said.source };
  throw new UsageError(`${said.source}: port takes a number from 1 to 65535.`);
}
