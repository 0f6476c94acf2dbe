import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { awaitServer } from "./await-server.ts";
import { dataTemplate, privateDirectory, REDO_LOG } from "./data-directory.ts";
import { freePort } from "./free-port.ts";
import { mustRun } from "./run-command.ts";
import { serverOwner } from "./server-binary.ts";
import type { ServerBinary } from "./server-binary.ts";
import { serverUrl } from "./server-url.ts";
import type { Server, ServerOptions } from "./server.ts";

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;

/** Durability is of no use here; what only one flavour or version knows is `loose`. */
const FAST = [
  "--skip-name-resolve",
  "--bind-address=127.0.0.1",
  "--skip-log-bin",
  "--performance-schema=OFF",
  "--max-connections=300",
  "--innodb-flush-log-at-trx-commit=0",
  "--innodb-buffer-pool-size=64M",
  "--innodb-buffer-pool-load-at-startup=OFF",
  "--innodb-buffer-pool-dump-at-shutdown=OFF",
  "--loose-innodb-flush-method=nosync",
  "--loose-innodb-doublewrite=OFF",
  "--loose-mysqlx=OFF",
];

export interface ProcessOptions extends ServerOptions {
  /** The data directory of a server that was stopped, to begin with a copy of it. */
  readonly dataFrom?: string | undefined;
  /** Where else the server finds programs that it runs; `{dir}` as in the options. */
  readonly path?: string;
}

/** Makes a data directory and starts the program on it, with a port and a socket of its own. */
export async function startProcess(binary: ServerBinary, options: ProcessOptions): Promise<Server> {
  const template = options.dataFrom ?? (await dataTemplate(binary));
  const directory = privateDirectory();
  const dataDir = join(directory, "data");
  await mustRun("cp", ["-a", template, dataDir]);
  // MySQL keeps there who it is: two servers with one identity do not replicate from one another.
  rmSync(join(dataDir, "auto.cnf"), { force: true });
  for (const [name, content] of Object.entries(options.files ?? {})) {
    writeFileSync(join(directory, name), content, { mode: 0o755 });
  }
  const server = new ServerProcess(binary, directory, options);
  try {
    await server.start();
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
  return server;
}

class ServerProcess implements Server {
  readonly flavour;
  readonly socket: string;
  readonly dataDir: string;
  port = 0;
  private child: ChildProcess | undefined;
  private readonly binary: ServerBinary;
  private readonly directory: string;
  private readonly path: string;
  private args: readonly string[];

  constructor(binary: ServerBinary, directory: string, { args = [], path }: ProcessOptions) {
    this.binary = binary;
    this.flavour = binary.flavour;
    this.directory = directory;
    this.args = args;
    this.path = path === undefined ? "" : `${path.replaceAll("{dir}", directory)}${delimiter}`;
    this.socket = join(directory, "sock");
    this.dataDir = join(directory, "data");
  }

  get pid(): number | undefined {
    return this.running?.pid;
  }

  get peer(): { host: string; port: number } {
    return { host: "127.0.0.1", port: this.port };
  }

  private get running(): ChildProcess | undefined {
    const { child } = this;
    return child !== undefined && child.exitCode === null && child.signalCode === null ? child : undefined;
  }

  private get logFile(): string {
    return join(this.directory, "log");
  }

  url(database?: string, account?: { readonly user: string; readonly password: string }): string {
    return serverUrl(this.port, database, account);
  }

  log(): Promise<string> {
    return Promise.resolve(readFileSync(this.logFile, "utf8"));
  }

  /** Another program may take a free port before the server does: then the next one. */
  async start(): Promise<void> {
    await despite([TAKEN_PORT, GALERA_RACE], async () => {
      this.port = await freePort();
      await this.launch();
    });
  }

  private async launch(): Promise<void> {
    const own = [
      `--datadir=${this.dataDir}`,
      `--socket=${this.socket}`,
      `--port=${this.port}`,
      `--pid-file=${join(this.directory, "server.pid")}`,
      `--tmpdir=${this.directory}`,
      "--secure-file-priv=",
      REDO_LOG[this.flavour],
    ];
    const given = this.args.map((arg) => arg.replaceAll("{dir}", this.directory));
    const logDescriptor = openSync(this.logFile, "a");
    const child = spawn(this.binary.path, ["--no-defaults", ...FAST, ...own, ...given], {
      ...serverOwner(),
      stdio: ["ignore", logDescriptor, logDescriptor],
      cwd: this.directory,
      env: { ...process.env, PATH: `${this.path}${process.env["PATH"]}` },
      detached: true,
    });
    closeSync(logDescriptor);
    let failure: string | undefined;
    child.once("error", (error) => {
      failure = `cannot start ${this.binary.path}: ${error.message}`;
    });
    child.once("exit", (code, signal) => {
      rmSync(join(this.directory, "pid"), { force: true });
      failure = `${this.binary.path} ended with ${signal ?? code}`;
    });
    child.unref();
    this.child = child;
    if (child.pid !== undefined) {
      writeFileSync(join(this.directory, "pid"), String(child.pid));
    }
    try {
      await awaitServer(this.url(), START_TIMEOUT_MS, () => failure);
    } catch (error) {
      await this.kill9();
      throw new Error(`${(error as Error).message}\n${(await this.log()).slice(-4000)}`, { cause: error });
    }
  }

  private async end(signal: "SIGTERM" | "SIGKILL", timeoutMs: number): Promise<boolean> {
    const child = this.running;
    if (child === undefined) {
      return true;
    }
    const ended = once(child, "exit").then(() => true);
    child.ref();
    child.kill(signal);
    child.kill("SIGCONT");
    return await Promise.race([ended, sleep(timeoutMs, false, { ref: false })]);
  }

  async stop(): Promise<void> {
    if (!(await this.end("SIGTERM", STOP_TIMEOUT_MS))) {
      await this.kill9();
    }
  }

  async kill9(): Promise<void> {
    await this.end("SIGKILL", STOP_TIMEOUT_MS);
  }

  async pause(): Promise<void> {
    const pid = this.running?.pid;
    this.running?.kill("SIGSTOP");
    // Its threads stop one after another, and until the last has stopped a statement may be answered.
    for (let stopped = pid === undefined; !stopped; stopped = isStopped(pid!)) await sleep(5);
  }

  resume(): Promise<void> {
    this.running?.kill("SIGCONT");
    return Promise.resolve();
  }

  async restart(args: readonly string[] = this.args): Promise<void> {
    await this.stop();
    this.args = args;
    await despite([GALERA_RACE], () => this.launch());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill9();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

const TAKEN_PORT = /address already in use/i;
/** Galera asks how a thread is scheduled that it has only just made (galerautils/src/gu_thread.cpp). */
const GALERA_RACE = /failed to read thread schedparams/i;
const ATTEMPTS = 3;

/** Tries again what failed for a reason that chance alone decides. */
async function despite(reasons: readonly RegExp[], launch: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await launch();
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !reasons.some((reason) => reason.test(String(error)))) throw error;
    }
  }
}

/** Whether all threads of a process are stopped (T), as far as the system tells. */
function isStopped(pid: number): boolean {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return true;
  try {
    return readdirSync(tasks).every((task) => {
      const status = readFileSync(`${tasks}/${task}/stat`, "utf8");
      return status.slice(status.lastIndexOf(")") + 2).startsWith("T");
    });
  } catch {
    // A thread ended meanwhile: so it was not stopped.
    return false;
  }
}
