import { IncompleteError, WrongSchemaError } from "../errors.ts";

/** Why a database cannot be used, in one word for programs; the sentence is in the error itself. */
export const FAILURE_REASONS = [
  "dns",
  "refused",
  "no-answer",
  "socket",
  "tls",
  "password",
  "database",
  "privilege",
  "schema",
  "address",
  "file",
  "lost",
  "other",
] as const;

export type FailureReason = (typeof FAILURE_REASONS)[number];

const REASON_OF: Readonly<Record<string, FailureReason>> = {
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  ECONNREFUSED: "refused",
  ETIMEDOUT: "no-answer",
  EHOSTUNREACH: "no-answer",
  ENETUNREACH: "no-answer",
  ENOENT: "socket",
  HANDSHAKE_SSL_ERROR: "tls",
  HANDSHAKE_NO_SSL_SUPPORT: "tls",
  ER_SECURE_TRANSPORT_REQUIRED: "tls",
  ER_ACCESS_DENIED_ERROR: "password",
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: "password",
  AUTH_SWITCH_PLUGIN_ERROR: "password",
  MYSQL_CLEAR_PASSWORD_NOT_ENABLED: "password",
  ER_BAD_DB_ERROR: "database",
  ER_DBACCESS_DENIED_ERROR: "privilege",
  ER_HOST_NOT_PRIVILEGED: "privilege",
  PROTOCOL_CONNECTION_LOST: "lost",
  ECONNRESET: "lost",
  ERR_SQLITE_ERROR: "file",
};

/** The word for a failure to open or read a database. */
export function failureReason(error: Error): FailureReason {
  if (error instanceof WrongSchemaError) return "schema";
  const cause = error.cause;
  const code = (cause as { readonly code?: unknown } | undefined)?.code;
  if (typeof code === "string") return REASON_OF[code] ?? "other";
  // A table that the server denies is told of by the statement that asked for it.
  if (cause instanceof IncompleteError) return /denied/i.test(cause.message) ? "privilege" : "other";
  return "other";
}
