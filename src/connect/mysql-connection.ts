import { readFileSync } from "node:fs";
import { createConnection, type Connection, type ConnectionOptions, type FieldPacket } from "mysql2";
import { InterruptedError, LostConnectionError, UsageError } from "../errors.ts";
import type { RawConnection, RawResult, SqlValue } from "../guard/raw-connection.ts";
import { killQuery } from "../guard/statements.ts";
import { explainQueryFailure, isLost } from "./mysql-failure.ts";
import type { MysqlWhere } from "./where.ts";

export const CONNECT_TIMEOUT_MS = 10_000;
/** A KILL must not itself become a wait. */
const KILL_TIMEOUT_MS = 2_000;

/** How one connection is to behave. */
export interface MysqlLimits {
  /** Client-side deadline of one statement; past it the server counts as silent. */
  readonly deadlineMs: number;
  /** Stops the running statement on the server and ends the connection. */
  readonly signal: AbortSignal;
}

/** Opens one connection to one host; errors are mysql2's own, for the caller to explain. */
export async function connectMysql(
  where: MysqlWhere,
  host: MysqlWhere["hosts"][number],
  limits: MysqlLimits,
): Promise<RawConnection> {
  const options = connectionOptions(where, host);
  return new MysqlConnection(await connect(options), options, where, limits);
}

function connectionOptions(where: MysqlWhere, host: MysqlWhere["hosts"][number]): ConnectionOptions {
  return {
    ...(where.socketPath === null ? host : { socketPath: where.socketPath }),
    ...(where.user === null ? {} : { user: where.user }),
    ...(where.password === null ? {} : { password: where.password }),
    ...(where.tls === null ? {} : { ssl: tlsOptions(where.tls) }),
    database: where.database,
    charset: "UTF8MB4_GENERAL_CI",
    connectTimeout: CONNECT_TIMEOUT_MS,
    dateStrings: true,
    supportBigNumbers: true,
    connectAttributes: { program_name: "glance-audit" },
  };
}

function tlsOptions(
  tls: NonNullable<MysqlWhere["tls"]>,
): NonNullable<Exclude<ConnectionOptions["ssl"], string>> {
  const [ca, cert, key] = [readPem(tls.ca), readPem(tls.cert), readPem(tls.key)];
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    rejectUnauthorized: ca !== undefined,
    verifyIdentity: tls.verifyIdentity,
  };
}

function readPem(path: string | null): string | undefined {
  if (path === null) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`The TLS file ${path} cannot be read: ${(error as Error).message}.`, error);
  }
}

function connect(options: ConnectionOptions): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const connection = createConnection(options);
    connection.connect((error) => {
      if (error === null) {
        resolve(connection);
      } else {
        connection.destroy();
        reject(error);
      }
    });
  });
}

class MysqlConnection implements RawConnection {
  readonly #connection: Connection;
  readonly #options: ConnectionOptions;
  readonly #where: MysqlWhere;
  readonly #limits: MysqlLimits;
  readonly #waiting = new Set<(error: Error) => void>();
  #failure: Error | null = null;

  constructor(connection: Connection, options: ConnectionOptions, where: MysqlWhere, limits: MysqlLimits) {
    this.#connection = connection;
    this.#options = options;
    this.#where = where;
    this.#limits = limits;
    // Without a listener an error between two statements would end the process.
    connection.on("error", (error: Error) => this.#fail(explainQueryFailure(error, where)));
    connection.on("end", () => this.#fail(new LostConnectionError("The server closed the connection.")));
    limits.signal.addEventListener("abort", this.#interrupt, { once: true });
  }

  query(sql: string, parameters: readonly SqlValue[]): Promise<RawResult> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure);
        return;
      }
      const deadline = setTimeout(() => this.#giveUp(), this.#limits.deadlineMs);
      const settle = (): void => {
        clearTimeout(deadline);
        this.#waiting.delete(refuse);
      };
      const refuse = (error: Error): void => {
        settle();
        reject(error);
      };
      this.#waiting.add(refuse);
      this.#connection.query(
        { sql, values: [...parameters], rowsAsArray: true },
        (error: Error | null, rows: unknown, fields: FieldPacket[] | undefined) => {
          settle();
          if (error !== null) {
            const explained = explainQueryFailure(error, this.#where);
            if (isLost(error)) this.#fail(explained);
            reject(this.#failure ?? explained);
          } else {
            resolve({
              columns: fields?.map((field) => field.name) ?? [],
              rows: Array.isArray(rows) ? (rows as unknown[][]) : [],
            });
          }
        },
      );
    });
  }

  async close(): Promise<void> {
    this.#limits.signal.removeEventListener("abort", this.#interrupt);
    if (this.#failure !== null) return;
    this.#failure = new LostConnectionError("The connection is closed.");
    await new Promise<void>((resolve) => {
      const hurry = setTimeout(resolve, KILL_TIMEOUT_MS);
      this.#connection.end(() => {
        clearTimeout(hurry);
        resolve();
      });
    });
    this.#connection.destroy();
  }

  readonly #interrupt = (): void => {
    const running = this.#waiting.size > 0;
    const reason: unknown = this.#limits.signal.reason;
    this.#fail(reason instanceof Error ? reason : new InterruptedError("SIGINT"));
    if (running) void this.#kill();
  };

  #giveUp(): void {
    const seconds = Math.round(this.#limits.deadlineMs / 1000);
    this.#fail(
      new LostConnectionError(
        `The server of ${this.#where.database} did not answer a statement within ${seconds} s. Ask whether it is alive, then run again.`,
      ),
    );
    void this.#kill();
  }

  /** Ends the connection: every statement that waits on it, and every later one, gets this error. */
  #fail(error: Error): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#limits.signal.removeEventListener("abort", this.#interrupt);
    this.#connection.destroy();
    for (const refuse of this.#waiting) refuse(error);
  }

  /** A client that merely goes away leaves a silent statement running on the server. */
  async #kill(): Promise<void> {
    const id = this.#connection.threadId;
    if (!id) return;
    try {
      const killer = await connect({ ...this.#options, connectTimeout: KILL_TIMEOUT_MS });
      killer.on("error", () => killer.destroy());
      const hurry = setTimeout(() => killer.destroy(), KILL_TIMEOUT_MS);
      killer.query(killQuery(id), () => {
        clearTimeout(hurry);
        killer.end();
      });
    } catch {
      // The server cannot be reached: then it has nothing of ours to stop, or its own time limit will.
      return;
    }
  }
}
