import { startContainer } from "./container.ts";
import { dockerAnswers } from "./docker.ts";
import { startProcess } from "./server-process.ts";
import { findServerBinary } from "./server-binary.ts";
import type { Flavour, ServerBinary } from "./server-binary.ts";

export interface ServerOptions {
  /** More options of the server; `{dir}` stands for the directory that holds `files`. */
  readonly args?: readonly string[];
  /** Files that the options refer to, as certificates: name -> content. */
  readonly files?: Readonly<Record<string, string>>;
  /** Another program than the one found on this machine. */
  readonly binary?: ServerBinary;
}

/** A server of a test's own. It is removed with the process that started it, at the latest. */
export interface Server extends AsyncDisposable {
  readonly flavour: Flavour;
  readonly port: number;
  /** Where another server of the tests reaches this one: for replication. */
  readonly peer: { readonly host: string; readonly port: number };
  /** Unix socket, data directory and log; undefined in a container. */
  readonly socket: string | undefined;
  readonly dataDir: string | undefined;
  /** Undefined while it is not running, and in a container. */
  readonly pid: number | undefined;
  /** `mysql://` URL of the administrator, or of another account. */
  url(database?: string, account?: { readonly user: string; readonly password: string }): string;
  /** What the server has logged. */
  log(): Promise<string>;
  /** Orderly shutdown; the data stays for `restart`. */
  stop(): Promise<void>;
  kill9(): Promise<void>;
  /** SIGSTOP: connections stay open, nothing answers. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Same port, same data; stops first if it runs. Other options may be given instead of the first ones. */
  restart(args?: readonly string[]): Promise<void>;
}

export const INSTALL_HINT =
  "apt-get install -y mariadb-server   (or start Docker, or set AUDIT_TEST_MYSQL_URL=mysql://user:password@host:3306/)";

/** Starts a server for one test: kills, TLS, replication, odd options. Under a second after the first. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const binary = options.binary ?? (await findServerBinary());
  if (binary !== undefined) {
    return await startProcess(binary, options);
  }
  if (await dockerAnswers()) {
    return await startContainer(options);
  }
  throw new Error(`This test needs a server of its own. Run: ${INSTALL_HINT}`);
}
