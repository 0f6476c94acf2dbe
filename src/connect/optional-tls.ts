import type { Connection } from "mysql2";

/** Capability flag of a server that offers TLS. */
const CLIENT_SSL = 0x800;

/** What mysql2 asks itself between the greeting of the server and the answer to it. */
interface Negotiation {
  readonly serverCapabilityFlags: number;
  readonly config: { readonly ssl: unknown };
}

/** Whether no encrypted connection came about: MySQL's PREFERRED then does without. */
export function isTlsFailure(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === "HANDSHAKE_SSL_ERROR";
}

/**
 * Lets a connection go on without TLS if the server offers none, as MySQL's PREFERRED does. mysql2 would give
 * up, and connecting once more would leave a line in the server's log and a count in Aborted_connects each time.
 */
export function makeTlsOptional(connection: Connection): void {
  const negotiation = connection as unknown as Negotiation;
  const { ssl } = negotiation.config;
  Object.defineProperty(negotiation.config, "ssl", {
    get: () => (negotiation.serverCapabilityFlags & CLIENT_SSL) !== 0 && ssl,
  });
}
