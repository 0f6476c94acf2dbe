import type { Socket } from "node:net";
import { createConnection, type Connection, type FieldPacket } from "mysql2";
import { InterruptedError, LostConnectionError } from "../errors.ts";
import type { RawConnection, RawResult, Rows, SqlValue } from "../guard/raw-connection.ts";
import { killQuery } from "../guard/statements.ts";
import { Arrivals } from "./arrivals.ts";
import { explainLoss, explainQueryFailure, isLost } from "./mysql-failure.ts";
import { reachOf, withoutTls, withTimeout, type Reach } from "./mysql-reach.ts";
import { isTlsFailure, makeTlsOptional } from "./optional-tls.ts";
import type { StatementLog } from "./statement-log.ts";
import { Turns } from "./turns.ts";
import type { MysqlWhere } from "./where.ts";

/** A KILL must not itself become a wait. */
const KILL_TIMEOUT_MS = 2_000;

/** How one connection is to behave. */
export interface MysqlLimits {
  /** Client-side deadline of one statement; past it the server counts as silent. */
  readonly deadlineMs: number;
  /** Stops the running statement on the server and ends the connection. */
  readonly signal: AbortSignal;
  readonly statements?: StatementLog | undefined;
}

/** Opens one connection to one host; errors are mysql2's own, for the caller to explain. */
export async function connectMysql(
  where: MysqlWhere,
  host: MysqlWhere["hosts"][number],
  limits: MysqlLimits,
): Promise<RawConnection> {
  const reach = reachOf(where, host);
  try {
    return new MysqlConnection(await connect(reach, limits.signal), reach, where, limits);
  } catch (error) {
    if (!reach.tlsIsOptional || !isTlsFailure(error)) throw error;
    const plain = withoutTls(reach);
    return new MysqlConnection(await connect(plain, limits.signal), plain, where, limits);
  }
}

/** @param signal ends the attempt at once; without one it lasts until the connect time-out */
function connect({ options, tlsIsOptional }: Reach, signal?: AbortSignal): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const connection = createConnection(options);
    if (tlsIsOptional) makeTlsOptional(connection);
    const refuse = (error: Error): void => {
      // A second error of a connection that nobody has would end the process.
      connection.on("error", () => undefined);
      hangUp(connection);
      reject(error);
    };
    const stop = (): void => refuse(signal?.reason as Error);
    signal?.addEventListener("abort", stop, { once: true });
    connection.connect((error) => {
      signal?.removeEventListener("abort", stop);
      if (error === null) resolve(connection);
      else refuse(error);
    });
  });
}

/** mysql2's own destroy() closes our half only: a silent server would keep the socket, and so the process, for ever. */
function hangUp(connection: Connection): void {
  connection.destroy();
  socketOf(connection).destroy();
}

/** Says goodbye, so that the server does not log an aborted client, but does not wait for an answer. */
function takeLeave(connection: Connection): void {
  connection.end();
  socketOf(connection).unref();
}

function socketOf(connection: Connection): Socket {
  return (connection as unknown as { readonly stream: Socket }).stream;
}

type TakeRow = (row: unknown[]) => void;

class MysqlConnection implements RawConnection {
  readonly #connection: Connection;
  readonly #reach: Reach;
  readonly #where: MysqlWhere;
  readonly #limits: MysqlLimits;
  readonly #waiting = new Set<(error: Error) => void>();
  readonly #turns = new Turns();
  #failure: Error | null = null;
  #killing: Promise<void> | undefined;

  constructor(connection: Connection, reach: Reach, where: MysqlWhere, limits: MysqlLimits) {
    this.#connection = connection;
    this.#reach = reach;
    this.#where = where;
    this.#limits = limits;
    // Without a listener an error between two statements would end the process.
    connection.on("error", (error: Error) => this.#fail(explainQueryFailure(error, where)));
    connection.on("end", () => this.#fail(explainLoss("the server closed it", where)));
    limits.signal.addEventListener("abort", this.#interrupt, { once: true });
  }

  async query(sql: string, parameters: readonly SqlValue[]): Promise<RawResult> {
    const rows: unknown[][] = [];
    const columns = await this.#run(sql, parameters, (row) => rows.push(row));
    return { columns, rows };
  }

  pages(sql: string, parameters: readonly SqlValue[]): AsyncIterable<Rows> {
    const arrivals = new Arrivals();
    this.#run(sql, parameters, (row) => arrivals.push(row)).then(
      () => arrivals.end(),
      (error: Error) => arrivals.end(error),
    );
    return arrivals.pages();
  }

  /**
   * Statements wait for one another here and not in the driver: the deadline of one that was asked for ahead
   * begins when it is sent.
   * @returns the names of the columns
   */
  #run(sql: string, parameters: readonly SqlValue[], take: TakeRow): Promise<readonly string[]> {
    return this.#turns.take(() => this.#send(sql, parameters, take));
  }

  #send(sql: string, parameters: readonly SqlValue[], take: TakeRow): Promise<readonly string[]> {
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
      let columns: readonly string[] = [];
      const statement = this.#connection.query({ sql, values: [...parameters], rowsAsArray: true });
      statement
        .on("fields", (fields: FieldPacket[] | undefined) => {
          // None come with the answer to a SET, whose "result" is no row.
          if (fields === undefined) return;
          columns = fields.map((field) => field.name);
          statement.on("result", take);
        })
        .on("error", (error: Error) => {
          const explained = explainQueryFailure(error, this.#where);
          if (isLost(error)) this.#fail(explained);
          refuse(this.#failure ?? explained);
        })
        .on("end", () => {
          settle();
          resolve(columns);
        });
    });
  }

  async close(): Promise<void> {
    this.#limits.signal.removeEventListener("abort", this.#interrupt);
    if (this.#failure === null) {
      const closed = new LostConnectionError("The connection is closed.");
      // What still runs is a page that was asked for ahead: nobody waits for it any more.
      if (this.#waiting.size > 0) {
        this.#abandon(closed);
      } else {
        this.#failure = closed;
        takeLeave(this.#connection);
      }
    }
    await this.#killing;
  }

  readonly #interrupt = (): void => {
    const reason: unknown = this.#limits.signal.reason;
    this.#abandon(reason instanceof Error ? reason : new InterruptedError("SIGINT"));
  };

  #giveUp(): void {
    const seconds = Math.round(this.#limits.deadlineMs / 1000);
    this.#abandon(
      new LostConnectionError(
        `The server of ${this.#where.database} did not answer a statement within ${seconds} s. Ask whether it is alive, then run again.`,
      ),
    );
  }

  /** Ends the connection, and on the server the statement that runs on it. */
  #abandon(error: Error): void {
    const running = this.#waiting.size > 0;
    this.#fail(error);
    if (running) this.#killing = this.#kill();
  }

  /** Ends the connection: every statement that waits on it, and every later one, gets this error. */
  #fail(error: Error): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#limits.signal.removeEventListener("abort", this.#interrupt);
    hangUp(this.#connection);
    for (const refuse of this.#waiting) refuse(error);
  }

  /** A client that merely goes away leaves a silent statement running on the server. */
  async #kill(): Promise<void> {
    const id = this.#connection.threadId;
    if (!id) return;
    try {
      const killer = await connect(withTimeout(this.#reach, KILL_TIMEOUT_MS));
      const hurry = setTimeout(() => hangUp(killer), KILL_TIMEOUT_MS);
      const stop = this.#limits.statements?.start("KILL QUERY <own connection id>");
      await new Promise<void>((resolve) => {
        socketOf(killer).once("close", resolve);
        killer.on("error", () => hangUp(killer));
        killer.query(killQuery(id), () => resolve());
      });
      clearTimeout(hurry);
      stop?.();
      takeLeave(killer);
    } catch {
      // The server cannot be reached: then it has nothing of ours to stop, or its own time limit will.
      return;
    }
  }
}
