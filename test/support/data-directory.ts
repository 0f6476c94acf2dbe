import { chownSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { lastWill } from "./last-will.ts";
import { mustRun } from "./run-command.ts";
import { findInstaller, serverOwner } from "./server-binary.ts";
import type { ServerBinary } from "./server-binary.ts";

/** The administrator of every server that the tests start: may do all, from everywhere that can reach it. */
export const ADMIN = { user: "audit_admin", password: "audit-admin" } as const;

export const CREATE_ADMIN = [
  "FLUSH PRIVILEGES;",
  `CREATE USER '${ADMIN.user}'@'%' IDENTIFIED BY '${ADMIN.password}';`,
  `GRANT ALL PRIVILEGES ON *.* TO '${ADMIN.user}'@'%' WITH GRANT OPTION;`,
  "",
].join("\n");

/** So that the worker processes of a run share what the global set-up has initialised. */
const TEMPLATE_VARIABLE = {
  mariadb: "AUDIT_TEST_MARIADB_TEMPLATE",
  mysql: "AUDIT_TEST_MYSQL_TEMPLATE",
} as const;

/** The default of 96 MiB would be copied for every server. */
export const REDO_LOG = {
  mariadb: "--innodb-log-file-size=32M",
  mysql: "--innodb-redo-log-capacity=32M",
} as const;

/** A fresh directory that belongs to the server's user and is deleted when this process ends. */
export function privateDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "audit-test-"));
  const { uid, gid } = serverOwner();
  if (uid !== undefined && gid !== undefined) {
    chownSync(directory, uid, gid);
  }
  // A server of this directory notes its process id in the file `pid`.
  lastWill('test -s "$1/pid" && kill -9 "$(cat "$1/pid")"; sleep 0.1; rm -rf "$1"', directory);
  return directory;
}

async function initialiseMariadb(binary: ServerBinary, directory: string): Promise<void> {
  const installer = findInstaller(binary);
  if (installer === undefined) {
    throw new Error(`no mariadb-install-db beside ${binary.path} or on the PATH`);
  }
  const home = dirname(installer);
  const baseOption = basename(home) === "scripts" ? [`--basedir=${dirname(home)}`] : [];
  const data = `--datadir=${join(directory, "data")}`;
  const auth = "--auth-root-authentication-method=normal";
  await mustRun(installer, ["--no-defaults", ...baseOption, data, auth, "--skip-test-db", REDO_LOG.mariadb], {
    ...serverOwner(),
    cwd: directory,
  });
  await mustRun(binary.path, ["--no-defaults", ...baseOption, data, "--bootstrap", REDO_LOG.mariadb], {
    ...serverOwner(),
    cwd: directory,
    stdin: CREATE_ADMIN,
  });
}

async function initialiseMysql(binary: ServerBinary, directory: string): Promise<void> {
  const initFile = join(directory, "init.sql");
  writeFileSync(initFile, CREATE_ADMIN, { mode: 0o644 });
  const data = `--datadir=${join(directory, "data")}`;
  const options = ["--no-defaults", "--initialize-insecure", data, `--init-file=${initFile}`];
  await mustRun(binary.path, [...options, "--secure-file-priv=", REDO_LOG.mysql], {
    ...serverOwner(),
    cwd: directory,
  });
}

/** A data directory with the system tables and `ADMIN`, made once per run (1-3 s) and then copied. */
export async function dataTemplate(binary: ServerBinary): Promise<string> {
  const known = process.env[TEMPLATE_VARIABLE[binary.flavour]];
  if (known !== undefined && existsSync(known)) {
    return known;
  }
  const directory = privateDirectory();
  const data = join(directory, "data");
  mkdirSync(data);
  const { uid, gid } = serverOwner();
  if (uid !== undefined && gid !== undefined) {
    chownSync(data, uid, gid);
  }
  await (binary.flavour === "mariadb"
    ? initialiseMariadb(binary, directory)
    : initialiseMysql(binary, directory));
  process.env[TEMPLATE_VARIABLE[binary.flavour]] = data;
  return data;
}
