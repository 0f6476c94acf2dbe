import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import { awaitServer } from "./await-server.ts";
import { ADMIN, CREATE_ADMIN } from "./data-directory.ts";
import { freePort } from "./free-port.ts";
import { lastWill } from "./last-will.ts";
import { mustRun, runCommand } from "./run-command.ts";
import { serverUrl } from "./server-url.ts";
import type { Server, ServerOptions } from "./server.ts";

const IMAGE = "mariadb:11";
const NETWORK = "audit-test";
const FILES = "/audit-test";
const START_TIMEOUT_MS = 120_000;
const FAST = ["--skip-name-resolve", "--innodb-flush-log-at-trx-commit=0", "--max-connections=300"];
const ROOT = { user: "root", password: ADMIN.password };

async function pullImage(): Promise<void> {
  if ((await runCommand("docker", ["image", "inspect", IMAGE])).code === 0) {
    return;
  }
  process.stderr.write(`The tests need a server: docker pull ${IMAGE} …\n`);
  await mustRun("docker", ["pull", IMAGE], { timeoutMs: 600_000, show: true });
}

/** As `startServer`, by the docker program: for machines without a server of their own. */
export async function startContainer(options: ServerOptions): Promise<Server> {
  await pullImage();
  if ((await runCommand("docker", ["network", "inspect", NETWORK])).code !== 0) {
    await runCommand("docker", ["network", "create", NETWORK]);
  }
  const server = new Container(await freePort(), options);
  lastWill('docker rm -f "$1"; docker volume rm -f "$1"; docker network rm "$2"', server.name, NETWORK);
  try {
    await server.launch(ROOT);
    const connection = await createConnection({ uri: server.url("", ROOT), multipleStatements: true });
    await connection.query(CREATE_ADMIN);
    await connection.end();
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
  return server;
}

class Container implements Server {
  readonly flavour = "mariadb";
  readonly name = `audit-test-${randomBytes(6).toString("hex")}`;
  readonly port: number;
  readonly socket = undefined;
  readonly dataDir = undefined;
  readonly pid = undefined;
  readonly peer = { host: this.name, port: 3306 };
  private readonly files: Readonly<Record<string, string>>;
  private args: readonly string[];

  constructor(port: number, options: ServerOptions) {
    this.port = port;
    this.files = options.files ?? {};
    this.args = options.args ?? [];
  }

  url(database?: string, account?: { readonly user: string; readonly password: string }): string {
    return serverUrl(this.port, database, account);
  }

  async log(): Promise<string> {
    return (await runCommand("docker", ["logs", this.name])).output;
  }

  /** Always a new container on the same volume, so that a restart may change the options. */
  async launch(account?: typeof ROOT): Promise<void> {
    await runCommand("docker", ["rm", "-f", this.name]);
    const where = ["--name", this.name, "--network", NETWORK];
    const publish = ["--publish", `127.0.0.1:${this.port}:3306`, "--volume", `${this.name}:/var/lib/mysql`];
    const root = ["--env", `MARIADB_ROOT_PASSWORD=${ROOT.password}`];
    const given = this.args.map((arg) => arg.replaceAll("{dir}", FILES));
    await mustRun("docker", ["create", ...where, ...publish, ...root, IMAGE, ...FAST, ...given]);
    await this.copyFiles();
    await mustRun("docker", ["start", this.name]);
    try {
      await awaitServer(this.url("", account), START_TIMEOUT_MS);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${(await this.log()).slice(-4000)}`, { cause: error });
    }
  }

  private async copyFiles(): Promise<void> {
    const directory = mkdtempSync(join(tmpdir(), "audit-test-"));
    // The container's own user must be able to read what is copied.
    chmodSync(directory, 0o755);
    try {
      for (const [name, content] of Object.entries(this.files)) {
        writeFileSync(join(directory, name), content, { mode: 0o644 });
      }
      await mustRun("docker", ["cp", `${directory}/.`, `${this.name}:${FILES}`]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }

  async stop(): Promise<void> {
    await this.resume();
    await mustRun("docker", ["stop", "-t", "20", this.name]);
  }

  async kill9(): Promise<void> {
    await this.resume();
    await runCommand("docker", ["kill", "--signal", "KILL", this.name]);
  }

  async pause(): Promise<void> {
    await mustRun("docker", ["pause", this.name]);
  }

  async resume(): Promise<void> {
    await runCommand("docker", ["unpause", this.name]);
  }

  async restart(args: readonly string[] = this.args): Promise<void> {
    await this.stop();
    this.args = args;
    await this.launch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await runCommand("docker", ["rm", "-f", this.name]);
    await runCommand("docker", ["volume", "rm", "-f", this.name]);
  }
}
