import { createCipheriv } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import type { ScratchDirectory } from "../faults/scratch-directory.ts";

/** A glance database, and an account for it. */
export interface Login {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** How a password reaches the program. */
export interface Told {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

type Way = (login: Login, directory: ScratchDirectory) => Told;

const urlOf = ({ host, port, database, user, password }: Login): string =>
  `mysql+pymysql://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
const withoutPassword = ({ host, port, database, user }: Login): string =>
  `mysql://${user}@${host}:${port}/${database}`;
const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
const group = (name: string, { user, password }: Login): string =>
  `[${name}]\nuser = ${user}\npassword = ${quoted(password)}\n`;

function write(directory: ScratchDirectory, name: string, text: string | Buffer): string {
  writeFileSync(directory.file(name), text, { mode: 0o600 });
  return directory.file(name);
}

/** Every way to give a password but the one that asks for it, which has a test of its own. */
export const WAYS: Readonly<Record<string, Way>> = {
  "a URL on the command line": (login) => ({ args: ["--glance", urlOf(login)] }),
  "a URL in the environment": (login) => ({ args: [], env: { GLANCE_AUDIT_GLANCE: urlOf(login) } }),
  "the service's config file": (login, directory) => ({
    args: [
      "--glance",
      write(
        directory,
        "glance-api.conf",
        `[database]\nconnection = ${urlOf(login).replaceAll("$", "$$$$")}\n`,
      ),
    ],
  }),
  MYSQL_PWD: (login) => ({ args: ["--glance", withoutPassword(login)], env: { MYSQL_PWD: login.password } }),
  "~/.my.cnf": (login, directory) => {
    mkdirSync(directory.file("home"));
    write(directory, "home/.my.cnf", group("client", login));
    return { args: ["--glance", withoutPassword(login)], env: { HOME: directory.file("home") } };
  },
  "--defaults-file": (login, directory) => ({
    args: [
      "--glance",
      withoutPassword(login),
      "--defaults-file",
      write(directory, "my.cnf", group("client_x", login)),
      "--defaults-group-suffix=_x",
    ],
  }),
  read_default_file: (login, directory) => {
    const path = write(directory, "tripleo.cnf", group("tripleo", login));
    return {
      args: ["--glance", `${withoutPassword(login)}?read_default_file=${path}&read_default_group=tripleo`],
    };
  },
  "--login-path": (login, directory) => ({
    args: ["--glance", withoutPassword(login), "--login-path", "audit"],
    env: { MYSQL_TEST_LOGIN_FILE: write(directory, "mylogin.cnf", loginFile(group("audit", login))) },
  }),
};

/** As mysql_config_editor writes it, with a key of zeros. */
export function loginFile(text: string): Buffer {
  const encrypted = text.split("\n").map((line) => {
    const cipher = createCipheriv("aes-128-ecb", Buffer.alloc(16), null);
    const bytes = Buffer.concat([cipher.update(`${line}\n`), cipher.final()]);
    const length = Buffer.alloc(4);
    length.writeInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  return Buffer.concat([Buffer.alloc(24), ...encrypted]);
}
