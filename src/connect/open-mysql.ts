import { UnusableError, UsageError } from "../errors.ts";
import { GuardedConnection } from "../guard/guarded-connection.ts";
import type { RawConnection } from "../guard/raw-connection.ts";
import { compilerFor } from "../guard/read-only-dialect.ts";
import { connectMysql } from "./mysql-connection.ts";
import { explainConnectFailure } from "./mysql-failure.ts";
import type { OpenOptions } from "./open-options.ts";
import { readIdentity, type ServerIdentity } from "./server-identity.ts";
import type { MysqlWhere } from "./where.ts";

/** The client waits this much longer than the server's own time limit before it calls the server silent. */
const DEADLINE_MARGIN_MS = 5_000;

/** One physical connection whose session can only read. */
export interface MysqlSession {
  readonly raw: RawConnection;
  readonly flavour: "mysql" | "mariadb";
  /** The one of several hosts that answered. */
  readonly host: MysqlHost;
  readonly identity: ServerIdentity;
}

type MysqlHost = MysqlWhere["hosts"][number];

/**
 * Connects to the first host that answers and makes the session read-only before anything else is asked.
 * @throws UnusableError that says which host failed how, and what to do
 */
export async function openMysqlSession(
  service: string,
  where: MysqlWhere,
  options: OpenOptions,
): Promise<MysqlSession> {
  const limits = {
    deadlineMs: options.statementTimeoutSeconds * 1000 + DEADLINE_MARGIN_MS,
    signal: options.signal,
    statements: options.statements,
  };
  let failure: UnusableError | undefined;
  for (const host of where.hosts) {
    options.signal.throwIfAborted();
    try {
      const connected = await connectMysql(where, host, limits);
      return await prepare(options.statements?.watch(connected) ?? connected, host, options);
    } catch (error) {
      options.signal.throwIfAborted();
      if (error instanceof UsageError || !(error instanceof Error)) throw error;
      failure = explainConnectFailure(service, error, { ...where, hosts: [host] });
    }
  }
  throw failure ?? new UnusableError(service, `No host is given for ${service}.`);
}

/** The same hosts, beginning with the one after this: whoever lost one server asks the next. */
export function hostsAfter(hosts: readonly MysqlHost[], host: MysqlHost): readonly MysqlHost[] {
  const next = hosts.indexOf(host) + 1;
  return [...hosts.slice(next), ...hosts.slice(0, next)];
}

async function prepare(raw: RawConnection, host: MysqlHost, options: OpenOptions): Promise<MysqlSession> {
  try {
    const guarded = new GuardedConnection(raw, compilerFor("mysql"));
    await guarded.probe("readOnly");
    await guarded.probe("sqlMode");
    const version = String((await guarded.probe("version"))[0]?.[0]);
    const flavour = /mariadb/i.test(version) ? "mariadb" : "mysql";
    await guarded.limitStatements(flavour, options.statementTimeoutSeconds);
    const identity = await readIdentity(guarded, flavour, version);
    if (identity.galera?.ready === false) throw new Error(notReady(identity.galera.node_state));
    return { raw, flavour, host, identity };
  } catch (error) {
    await raw.close();
    throw error;
  }
}

function notReady(state: string): string {
  return `this node of the Galera cluster is not ready (wsrep_ready is OFF, its state is ${state}). Ask another node, or several: hosts separated by commas are tried in turn`;
}
