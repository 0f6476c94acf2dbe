import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { IncompleteError, LostConnectionError, UnusableError, UsageError } from "../errors.ts";
import type { GuardedConnection } from "../guard/guarded-connection.ts";
import type { Kindness, LoadLimit } from "./kindness.ts";
import { readReplicas } from "./replicas.ts";

/** Statements last milliseconds: asking the server before each of them would be a load of its own. */
const CHECK_EVERY_MS = 500;

/** Whom to tell what. */
export interface GateListener {
  /** Takes a sentence for people. */
  readonly notify: (message: string) => void;
  /** Told why nothing is read just now; undefined when reading goes on. */
  readonly waiting: (reason: string | undefined) => void;
}

/** The server that is to be left in peace; undefined for a file. */
export interface WatchedServer {
  readonly connection: GuardedConnection;
  readonly flavour: "mariadb" | "mysql";
}

/** Why to wait: the kind stays the same while the figure in the sentence changes. */
interface Reason {
  readonly kind: string;
  readonly text: string;
}

/** Stands between two statements and opens when the server may be read. */
export class LoadGate {
  readonly #name: string;
  readonly #kindness: Kindness;
  readonly #server: WatchedServer | undefined;
  readonly #listener: GateListener;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #passing: Promise<void> | undefined;

  constructor(name: string, kindness: Kindness, server: WatchedServer | undefined, listener: GateListener) {
    this.#name = name;
    this.#kindness = kindness;
    this.#server = server;
    this.#listener = listener;
  }

  /**
   * Waits until nothing speaks against reading.
   * @param signal ends the waiting; its reason is thrown
   * @throws UsageError for a counter that the server does not have, UnusableError when it may not be looked at
   */
  async pass(signal: AbortSignal): Promise<void> {
    if (performance.now() - this.#checkedAt < CHECK_EVERY_MS) return;
    this.#passing ??= this.#wait(signal).finally(() => {
      this.#passing = undefined;
    });
    await this.#passing;
  }

  async #wait(signal: AbortSignal): Promise<void> {
    const since = performance.now();
    let told = "";
    for (;;) {
      const reasons = await this.#reasons();
      this.#checkedAt = performance.now();
      if (reasons.length === 0) break;
      const why = reasons.map(({ text }) => text).join("; ");
      const kinds = reasons.map(({ kind }) => kind).join("; ");
      if (kinds !== told) this.#listener.notify(`Waiting to read on from ${this.#name}: ${why}.`);
      told = kinds;
      this.#listener.waiting(why);
      await pause(CHECK_EVERY_MS, undefined, { signal }).catch(() => {
        throw signal.reason;
      });
    }
    if (told === "") return;
    this.#listener.waiting(undefined);
    this.#listener.notify(
      `Reading on from ${this.#name} after ${Math.round((this.#checkedAt - since) / 1000)} s.`,
    );
  }

  async #reasons(): Promise<Reason[]> {
    const { pauseFile, maxLoad = [], maxLagSeconds } = this.#kindness;
    if (pauseFile !== undefined && existsSync(pauseFile)) {
      return [{ kind: "pause", text: `the pause file ${pauseFile} exists` }];
    }
    if (this.#server === undefined) return [];
    return [
      ...(maxLoad.length === 0 ? [] : await this.#loads(this.#server, maxLoad)),
      ...(maxLagSeconds === undefined ? [] : await this.#lags(this.#server, maxLagSeconds)),
    ];
  }

  async #loads({ connection }: WatchedServer, limits: readonly LoadLimit[]): Promise<Reason[]> {
    const status = await connection.readStatus(limits.map(({ variable }) => variable));
    const values = new Map([...status].map(([name, value]) => [name.toLowerCase(), { name, value }]));
    return limits.flatMap(({ variable, atMost }) => {
      const found = values.get(variable.toLowerCase());
      const value = Number(found?.value || Number.NaN);
      if (found === undefined || Number.isNaN(value)) {
        throw new UsageError(
          `--max-load names ${variable}, which ${found === undefined ? "is no status variable" : "is not a number"} on the server of ${this.#name}. SHOW GLOBAL STATUS lists them.`,
        );
      }
      const text = `${found.name} is ${value}, more than ${atMost}`;
      return value > atMost ? [{ kind: found.name, text }] : [];
    });
  }

  async #lags({ connection, flavour }: WatchedServer, atMost: number): Promise<Reason[]> {
    const replicas = await readReplicas(connection, flavour).catch((error: unknown) => {
      if (!(error instanceof IncompleteError) || error instanceof LostConnectionError) throw error;
      throw new UnusableError(
        this.#name,
        `--max-lag needs to see the replication of ${this.#name}, and the account may not. Grant it ${flavour === "mariadb" ? "REPLICA MONITOR" : "REPLICATION CLIENT"} on *.*, or leave --max-lag out.`,
        error,
      );
    });
    return replicas.flatMap(({ channel, lag_seconds: lag, io_running: io, sql_running: sql }) => {
      const from = channel === "" ? "" : ` (${channel})`;
      if (lag === null) {
        return [{ kind: `stopped${from}`, text: `replication${from} is stopped (IO ${io}, SQL ${sql})` }];
      }
      const text = `the replica${from} is ${lag} s behind, more than ${atMost} s`;
      return lag > atMost ? [{ kind: `lag${from}`, text }] : [];
    });
  }
}
