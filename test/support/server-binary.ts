import { accessSync, constants, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { runCommand } from "./run-command.ts";

export type Flavour = "mariadb" | "mysql";

export interface ServerBinary {
  readonly path: string;
  readonly flavour: Flavour;
}

/** Who a server runs as: it refuses to be root. `{}` when we are not root ourselves. */
export interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

const HOMES = [
  "/usr/sbin",
  "/usr/libexec",
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/local/libexec",
  "/usr/local/mysql/bin",
  "/usr/local/mariadb/bin",
  "/opt/homebrew/bin",
];
const NOBODY = 65_534;

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first of the programs `names` that is found: on the PATH, in `extra`, or where servers usually live. */
export function findProgram(names: readonly string[], extra: readonly string[] = []): string | undefined {
  const folders = [...extra, ...(process.env["PATH"] ?? "").split(delimiter).filter(Boolean), ...HOMES];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** The MariaDB or MySQL server of this machine, MariaDB preferred; `AUDIT_TEST_MYSQLD` names another one. */
export async function findServerBinary(): Promise<ServerBinary | undefined> {
  return await identify(process.env["AUDIT_TEST_MYSQLD"] ?? findProgram(["mariadbd", "mysqld"]));
}

/** The MariaDB server of this machine, whichever server the other tests use. */
export async function findMariadb(): Promise<ServerBinary | undefined> {
  const binary = await identify(findProgram(["mariadbd"]));
  return binary?.flavour === "mariadb" ? binary : undefined;
}

async function identify(path: string | undefined): Promise<ServerBinary | undefined> {
  if (path === undefined) {
    return undefined;
  }
  const { code, output } = await runCommand(path, ["--no-defaults", "--version"], { timeoutMs: 20_000 });
  if (code !== 0) {
    return undefined;
  }
  return { path, flavour: output.includes("MariaDB") ? "mariadb" : "mysql" };
}

/** The program that fills a MariaDB data directory; it stands beside the server or in ../bin, ../scripts. */
export function findInstaller(binary: ServerBinary): string | undefined {
  const home = dirname(binary.path);
  return findProgram(
    ["mariadb-install-db", "mysql_install_db"],
    [home, join(home, "../bin"), join(home, "../scripts")],
  );
}

/** The user `mysql` where there is one, else nobody. */
export function serverOwner(): Owner {
  if (process.getuid?.() !== 0) {
    return {};
  }
  const entry = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .find(([name]) => name === "mysql");
  return entry === undefined
    ? { uid: NOBODY, gid: NOBODY }
    : { uid: Number(entry[2]), gid: Number(entry[3]) };
}
