import { readFileSync } from "node:fs";
import { connect as connectSocket, isIP, type Socket } from "node:net";
import { createSecureContext } from "node:tls";
import type { ConnectionOptions } from "mysql2";
import { UsageError } from "../errors.ts";
import { verifies } from "./settings/ssl-mode.ts";
import type { MysqlWhere, TlsWhere } from "./where.ts";

const CONNECT_TIMEOUT_MS = 10_000;

type Host = MysqlWhere["hosts"][number];

/** What mysql2 is told of a server. */
export function connectionOptions(where: MysqlWhere, host: Host): ConnectionOptions {
  return {
    ...(where.socketPath === null ? hostOptions(host, where.tls) : { socketPath: where.socketPath }),
    user: where.user,
    ...(where.password === null ? {} : { password: where.password }),
    ...(wantsTls(where) ? { ssl: tlsOptions(where.tls) } : {}),
    database: where.database,
    charset: "UTF8MB4_GENERAL_CI",
    connectTimeout: CONNECT_TIMEOUT_MS,
    dateStrings: true,
    supportBigNumbers: true,
    connectAttributes: { program_name: "glance-audit" },
    // A server that knows us by the owner of our end of the socket wants to hear nothing.
    authPlugins: { auth_socket: () => () => Buffer.alloc(0) },
  };
}

/** MySQL Reference Manual, --ssl-mode=PREFERRED: unencrypted if an encrypted connection cannot be established. */
export function mayGoOnUnencrypted(where: MysqlWhere, error: unknown): boolean {
  const { code } = error as { readonly code?: string };
  return (
    where.tls.mode === "PREFERRED" && (code === "HANDSHAKE_NO_SSL_SUPPORT" || code === "HANDSHAKE_SSL_ERROR")
  );
}

/** MySQL's programs do not encrypt what goes through a socket of this machine unless told to. */
function wantsTls({ tls, socketPath }: MysqlWhere): boolean {
  return tls.mode !== "DISABLED" && (tls.mode !== "PREFERRED" || socketPath === null);
}

function tlsOptions(tls: TlsWhere): NonNullable<Exclude<ConnectionOptions["ssl"], string>> {
  const [ca, cert, key] = [readPem(tls.ca), readPem(tls.cert), readPem(tls.key)];
  const files = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
  try {
    createSecureContext(files);
  } catch (error) {
    const names = [tls.ca, tls.cert, tls.key].filter((name) => name !== null).join(", ");
    throw new UsageError(
      `The TLS files ${names} cannot be used: ${(error as Error).message}. They are to be PEM, the key without a passphrase and that of the certificate.`,
      error,
    );
  }
  return {
    ...files,
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

function readPem(path: string | null): string | undefined {
  if (path === null) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`The TLS file ${path} cannot be read: ${(error as Error).message}.`, error);
  }
}
