import { AccountRefusedError, IncompleteError, LostConnectionError, UnusableError } from "../errors.ts";
import { describeWhere, type MysqlWhere } from "./where.ts";

/** The parts of an error of mysql2 or of the system that tell one failure from another. */
interface DriverError extends Error {
  readonly code?: string;
  readonly errno?: number;
  readonly fatal?: boolean;
  /** What OpenSSL says in a few words; its message is made for its authors. */
  readonly reason?: string;
}

const LOST_CODES: ReadonlySet<string> = new Set([
  "PROTOCOL_CONNECTION_LOST",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ER_SERVER_SHUTDOWN",
  "ER_CONNECTION_KILLED",
  "ERR_STREAM_DESTROYED",
]);
/** MariaDB's name and number for a killed connection, and Galera's for a node that left its cluster. */
const LOST_NUMBERS: ReadonlySet<number> = new Set([1927, 1047, 1053]);
const TIMED_OUT: ReadonlySet<number> = new Set([1969, 3024]);
const LOCK_WAIT = 1205;

/** Whether another attempt on a new connection may succeed. */
export function isLost(error: DriverError): boolean {
  return (
    LOST_CODES.has(error.code ?? "") ||
    LOST_NUMBERS.has(error.errno ?? 0) ||
    error.fatal === true ||
    /closed state/.test(error.message)
  );
}

/** The loss of a connection, as a sentence with the next step. */
export function explainLoss(reason: string, where: MysqlWhere, cause?: Error): LostConnectionError {
  return new LostConnectionError(
    `The connection to ${describeWhere(where)} was lost while reading (${reason}). Run again, or use --consistency chunked, which reconnects and goes on.`,
    cause,
  );
}

/** A failure of a statement, as a sentence with the next step. */
export function explainQueryFailure(error: DriverError, where: MysqlWhere): Error {
  const place = describeWhere(where);
  if (isLost(error)) {
    return explainLoss(error.message, where, error);
  }
  if (TIMED_OUT.has(error.errno ?? 0)) {
    return new IncompleteError(
      `A statement on ${place} took longer than the time limit. Give more with --statement-timeout, or ask a replica.`,
      error,
    );
  }
  if (error.errno === LOCK_WAIT) {
    return new IncompleteError(
      `A table of ${place} stayed locked, perhaps by an ALTER TABLE. Run again when that is done.`,
      error,
    );
  }
  return new IncompleteError(`A statement on ${place} failed: ${error.message}.`, error);
}

const NEXT_STEP: Readonly<Record<string, string>> = {
  ER_ACCESS_DENIED_ERROR:
    "the account or its password is wrong. Check both, and from which hosts the account may log in",
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR:
    "the account needs a password. Give it with --ask-password or in an option file",
  ER_BAD_DB_ERROR: "there is no database of that name. Ask the server for its names with SHOW DATABASES",
  ER_DBACCESS_DENIED_ERROR:
    "the account may not use that database. See `glance-audit grants` for what it needs",
  ER_HOST_NOT_PRIVILEGED: "the server does not accept connections from this host. See `glance-audit grants`",
  ER_CON_COUNT_ERROR: "the server has no connection left (max_connections). Try later or ask a replica",
  ECONNREFUSED: "nothing listens there. Check the host and port, and whether the server runs",
  ENOTFOUND: "that host name is not known. Check its spelling and your DNS",
  EAI_AGAIN: "the host name could not be looked up. Check your DNS",
  ETIMEDOUT: "nothing answered within 10 s. Check the host, the port and the firewalls between",
  PROTOCOL_CONNECTION_LOST:
    "the server closed the connection before it let us in. Try again, and look into the server's error log",
  ECONNRESET:
    "the connection was reset before the server let us in. Try again, and look into the server's error log",
  EHOSTUNREACH: "there is no route to that host",
  ENOENT: "there is no such socket file. Check the path, and whether the server runs on this host",
  HANDSHAKE_NO_SSL_SUPPORT:
    "the server does not offer TLS. Give --ssl-mode PREFERRED to do without, or have TLS set up on the server",
  ER_SECURE_TRANSPORT_REQUIRED: "the server lets nobody in without TLS. Leave --ssl-mode DISABLED away",
  MYSQL_CLEAR_PASSWORD_NOT_ENABLED:
    "the server wants the password in clear text, as for PAM or LDAP, which is not done here. Use another account",
};

/** Why no TLS came about, by what OpenSSL or Node said of it; mysql2 gives all of it one code. */
const TLS_STEP: readonly (readonly [said: RegExp, step: string])[] = [
  [/has expired|not yet valid/, "its certificate is out of date (MESSAGE). Have it renewed"],
  [
    /altnames|altname/,
    "its certificate is for another host (MESSAGE). Connect by a name that it has, or give --ssl-mode VERIFY_CA",
  ],
  [
    /self.signed|issuer|verify the first|unable to verify/,
    "its certificate was not signed by the CA that was given (MESSAGE). Check --ssl-ca",
  ],
  [/./, "no encrypted connection came about (MESSAGE). Check the TLS settings on both sides"],
];

/** Codes that speak of the account, not of the server. */
const REFUSALS: ReadonlySet<string> = new Set([
  "ER_ACCESS_DENIED_ERROR",
  "ER_ACCESS_DENIED_NO_PASSWORD_ERROR",
  "ER_DBACCESS_DENIED_ERROR",
  "ER_HOST_NOT_PRIVILEGED",
]);

/** A failure to connect, as a sentence with the next step. */
export function explainConnectFailure(service: string, error: DriverError, where: MysqlWhere): UnusableError {
  const Failure = REFUSALS.has(error.code ?? "") ? AccountRefusedError : UnusableError;
  return new Failure(
    service,
    `Cannot connect to the ${service} database ${describeWhere(where)}: ${nextStep(error, where)}.`,
    error,
  );
}

function nextStep(error: DriverError, { sources }: MysqlWhere): string {
  // Messages of ours end with a full stop already, and so do some of mysql2.
  const message = error.message.replace(/\.+$/, "");
  if (error.code === "HANDSHAKE_SSL_ERROR") {
    return (TLS_STEP.find(([said]) => said.test(message))?.[1] ?? "MESSAGE").replace(
      "MESSAGE",
      () => error.reason ?? message,
    );
  }
  if (error.code === "AUTH_SWITCH_PLUGIN_ERROR") {
    return `the server wants a way to log in that is not known here (${message.split(". ")[0]}). Use an account that logs in by a password`;
  }
  const step = NEXT_STEP[error.code ?? ""] ?? message;
  return error.code === "ER_ACCESS_DENIED_ERROR" ? `${step} (${describeAccount(sources)})` : step;
}

function describeAccount({ user, password }: MysqlWhere["sources"]): string {
  return `the user is from ${user}, ${password === undefined ? "no password was given" : `the password from ${password}`}`;
}
