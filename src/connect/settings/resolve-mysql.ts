import { UsageError } from "../../errors.ts";
import { DEFAULT_SOURCE, type MysqlWhere, type SslMode } from "../where.ts";
import type { HostAndPort, Layer, MysqlValues, Setting } from "./layer.ts";
import { loginName } from "./read-text.ts";
import { verifies } from "./ssl-mode.ts";

const DEFAULT_PORT = 3306;

/** A server, decided, and what about it users should know. */
export interface ResolvedMysql {
  readonly where: MysqlWhere;
  readonly warnings: readonly string[];
}

/**
 * Decides where a server is: of each value, what the first layer says that says it.
 * @param option the option or variable that the database was given with
 * @throws UsageError if what is said does not go together
 */
export function resolveMysql(option: string, layers: readonly Layer[]): ResolvedMysql {
  const database = first(layers, "database");
  if (database === undefined) throw new UsageError(`${option} names no database.`);
  const user = first(layers, "user") ?? { value: loginName(), source: "the login name" };
  const password = passwordFor(user.value, layers);
  const { socket, hosts } = resolveServer(layers);
  const port = resolvePort(hosts, layers);
  const mode = resolveMode(layers) ?? { value: "PREFERRED" as const, source: DEFAULT_SOURCE };
  const files = {
    sslCa: first(layers, "sslCa"),
    sslCert: first(layers, "sslCert"),
    sslKey: first(layers, "sslKey"),
  };
  checkTls(option, mode, files);
  const where: MysqlWhere = {
    engine: "mysql",
    hosts: hosts.value.map((host) => ({ ...host, port: port.value ?? host.port ?? DEFAULT_PORT })),
    socketPath: socket?.value ?? null,
    user: user.value,
    password: password?.value ?? null,
    database: database.value,
    tls: {
      mode: mode.value,
      ca: files.sslCa?.value ?? null,
      cert: files.sslCert?.value ?? null,
      key: files.sslKey?.value ?? null,
    },
    sources: sourcesOf({
      ...(socket === undefined ? { host: hosts, port } : { socket }),
      user,
      password,
      database,
      "ssl-mode": mode,
      "ssl-ca": files.sslCa,
      "ssl-cert": files.sslCert,
      "ssl-key": files.sslKey,
    }),
  };
  const unchecked = files.sslCa !== undefined && (mode.value === "PREFERRED" || mode.value === "REQUIRED");
  return {
    where,
    warnings: unchecked
      ? [
          `${option}: the server's certificate is not checked, since ssl-mode is ${mode.value} (${mode.source}).`,
        ]
      : [],
  };
}

function first<Name extends keyof MysqlValues>(
  layers: readonly Layer[],
  name: Name,
): Layer[Name] | undefined {
  return layers.find((layer) => layer[name] !== undefined)?.[name];
}

/** A password goes with the user named beside it: no server is shown that of another account. */
function passwordFor(user: string, layers: readonly Layer[]): Setting<string> | undefined {
  const fitting = layers.filter((layer) => layer.user === undefined || layer.user.value === user);
  return first(fitting, "password");
}

/**
 * Whichever is said first, host or socket. Said together, the socket, unless a host other than this one is
 * meant. As MySQL's programs have it, `localhost` leaves a socket in force, except in a URL; as MariaDB's have
 * it since 10.6, a port that is said before the socket speaks against it (MDEV-14974).
 */
function resolveServer(layers: readonly Layer[]): {
  socket: Setting<string> | undefined;
  hosts: Setting<readonly HostAndPort[]>;
} {
  const hosts = first(layers, "hosts") ?? {
    value: [{ host: "localhost", port: null }],
    source: DEFAULT_SOURCE,
  };
  const socket = first(layers, "socket");
  const [hostRank, socketRank] = [rank(layers, "hosts"), rank(layers, "socket")];
  const localhost = hosts.value.every(({ host }) => host === "localhost");
  const inUrl = (at: number): boolean => layers[at]?.database !== undefined;
  const bySocket =
    socketRank <= rank(layers, "port") &&
    (socketRank < hostRank ||
      (socketRank === hostRank && inUrl(hostRank)) ||
      (localhost && !inUrl(hostRank) && !inUrl(socketRank)));
  return { socket: bySocket ? socket : undefined, hosts };
}

/** A port beside the host counts, unless one was said before; without a value each host has its own. */
function resolvePort(
  hosts: Setting<readonly HostAndPort[]>,
  layers: readonly Layer[],
): Setting<number | null> {
  const port = first(layers, "port");
  const beside = hosts.value.some((host) => host.port !== null);
  if (beside && rank(layers, "hosts") <= rank(layers, "port")) return { value: null, source: hosts.source };
  return port ?? { value: DEFAULT_PORT, source: DEFAULT_SOURCE };
}

/** How late something is said. */
function rank(layers: readonly Layer[], name: keyof Layer): number {
  const at = layers.findIndex((layer) => layer[name] !== undefined);
  return at < 0 ? layers.length : at;
}

/** A CA without a mode beside it means VERIFY_CA: MySQL Reference Manual, --ssl-mode. */
function resolveMode(layers: readonly Layer[]): Setting<SslMode> | undefined {
  for (const { sslMode, sslCa } of layers) {
    if (sslMode !== undefined) return sslMode;
    if (sslCa !== undefined) return { value: "VERIFY_CA", source: sslCa.source };
  }
  return undefined;
}

function checkTls(
  option: string,
  mode: Setting<SslMode>,
  files: Readonly<Record<"sslCa" | "sslCert" | "sslKey", Setting<string> | undefined>>,
): void {
  if (mode.value === "DISABLED") return;
  if (verifies(mode.value) && files.sslCa === undefined) {
    throw new UsageError(
      `${option}: ssl-mode ${mode.value} (${mode.source}) needs a CA to check the server's certificate with. Give --ssl-ca.`,
    );
  }
  if ((files.sslCert === undefined) !== (files.sslKey === undefined)) {
    throw new UsageError(`${option}: --ssl-cert and --ssl-key go together; only one of them is given.`);
  }
}

function sourcesOf(settings: Readonly<Record<string, Setting<unknown> | undefined>>): MysqlWhere["sources"] {
  const said = Object.entries(settings).flatMap(([name, setting]) =>
    setting === undefined ? [] : [[name, setting.source] as const],
  );
  return Object.fromEntries(said);
}
