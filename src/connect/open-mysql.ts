import { InterruptedError, UnusableError, UsageError } from "../errors.ts";
import { GuardedConnection } from "../guard/guarded-connection.ts";
import type { RawConnection } from "../guard/raw-connection.ts";
import { compilerFor } from "../guard/read-only-dialect.ts";
import { connectMysql } from "./mysql-connection.ts";
import { explainConnectFailure } from "./mysql-failure.ts";
import type { OpenOptions } from "./open-options.ts";
import type { MysqlWhere } from "./where.ts";

/** The client waits this much longer than the server's own time limit before it calls the server silent. */
const DEADLINE_MARGIN_MS = 5_000;

/** One physical connection whose session can only read. */
export interface MysqlSession {
  readonly raw: RawConnection;
  readonly flavour: "mysql" | "mariadb";
  readonly version: string;
}

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
  };
  let failure: UnusableError | undefined;
  for (const host of where.hosts) {
    options.signal.throwIfAborted();
    try {
      return await prepare(await connectMysql(where, host, limits), options);
    } catch (error) {
      if (error instanceof InterruptedError || error instanceof UsageError || !(error instanceof Error))
        throw error;
      failure = explainConnectFailure(service, error, { ...where, hosts: [host] });
    }
  }
  throw failure ?? new UnusableError(service, `No host is given for ${service}.`);
}

async function prepare(raw: RawConnection, options: OpenOptions): Promise<MysqlSession> {
  try {
    const guarded = new GuardedConnection(raw, compilerFor("mysql"));
    await guarded.probe("readOnly");
    await guarded.probe("sqlMode");
    const version = String((await guarded.probe("version"))[0]?.[0]);
    const flavour = /mariadb/i.test(version) ? "mariadb" : "mysql";
    await guarded.limitStatements(flavour, options.statementTimeoutSeconds);
    return { raw, flavour, version };
  } catch (error) {
    await raw.close();
    throw error;
  }
}
