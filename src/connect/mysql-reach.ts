import { connect as connectSocket, isIP, type Socket } from "node:net";
import type { ConnectionOptions } from "mysql2";
import { verifies } from "./settings/ssl-mode.ts";
import { loadTlsFiles } from "./tls-files.ts";
import type { MysqlWhere, TlsWhere } from "./where.ts";

const CONNECT_TIMEOUT_MS = 10_000;

type Host = MysqlWhere["hosts"][number];

/** How one server is reached. */
export interface Reach {
  readonly options: ConnectionOptions;
  /** It may be without encryption, if that is how the server is. */
  readonly tlsIsOptional: boolean;
}

/**
 * What mysql2 is told of a server.
 * @throws TlsFileError if the files for TLS cannot be used
 */
export function reachOf(where: MysqlWhere, host: Host): Reach {
  const options: ConnectionOptions = {
    ...(where.socketPath === null ? hostOptions(host, where.tls) : { socketPath: where.socketPath }),
    user: where.user,
    ...(where.password === null ? {} : { password: where.password }),
    ...(wantsTls(where) ? { ssl: tlsOptions(where.tls) } : {}),
    database: where.database,
    charset: "UTF8MB4_GENERAL_CI",
    connectTimeout: CONNECT_TIMEOUT_MS,
    dateStrings: true,
    supportBigNumbers: true,
    // The driver reserves half a MiB for those that it may keep, and all of ours are plain text.
    maxPreparedStatements: 1,
    connectAttributes: { program_name: "glance-audit" },
  };
  return { options, tlsIsOptional: where.tls.mode === "PREFERRED" && options.ssl !== undefined };
}

/** The same server, unencrypted. */
export function withoutTls({ options }: Reach): Reach {
  const plain = { ...options };
  delete plain.ssl;
  return { options: plain, tlsIsOptional: false };
}

/** The same server, with less patience. */
export function withTimeout({ options, ...reach }: Reach, timeoutMs: number): Reach {
  return { ...reach, options: { ...options, connectTimeout: timeoutMs } };
}

/** MySQL's programs do not encrypt what goes through a socket of this machine unless told to. */
function wantsTls({ tls, socketPath }: MysqlWhere): boolean {
  return tls.mode !== "DISABLED" && (tls.mode !== "PREFERRED" || socketPath === null);
}

function tlsOptions(tls: TlsWhere): NonNullable<Exclude<ConnectionOptions["ssl"], string>> {
  return {
    ...loadTlsFiles(tls),
    rejectUnauthorized: verifies(tls.mode),
    verifyIdentity: tls.mode === "VERIFY_IDENTITY",
  };
}

function hostOptions({ host, port }: Host, tls: TlsWhere): ConnectionOptions {
  if (tls.mode !== "VERIFY_IDENTITY" || isIP(host) === 0) return { host, port };
  return { host, port, stream: () => socketTo(host, port) };
}

/**
 * mysql2 leaves it to Node to know whom a certificate should name, and Node takes that from the socket, where
 * an address is not noted: it would look for `localhost`.
 */
function socketTo(host: string, port: number): Socket {
  return Object.assign(connectSocket(port, host).setNoDelay(true), { _host: host });
}
