import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { describe, expect, test } from "vitest";
import { parseDatabases, type DatabaseArguments } from "../../src/cli/parse-databases.ts";
import { Problems } from "../../src/cli/problems.ts";
import type { MysqlWhere } from "../../src/connect/where.ts";
import { scratchDirectory, type ScratchDirectory } from "../faults/scratch-directory.ts";
import { loginFile } from "../secrets/ways.ts";

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const SETTINGS = ["user", "password", "host", "port", "ssl-mode"] as const;
type SettingName = (typeof SETTINGS)[number];
type Given = { -readonly [Name in keyof DatabaseArguments]?: DatabaseArguments[Name] };

/** A machine on which some of the sources say something. */
interface Machine {
  readonly directory: ScratchDirectory;
  readonly given: Given;
  readonly environment: Record<string, string>;
}

/** One source of settings: each says of itself who it is, with a port of its own. */
interface Source {
  /** As README's table has it. */
  readonly title: string;
  /** Undefined: nothing is said of this setting. */
  readonly says: Partial<Record<SettingName, string>>;
  /** How it is named to users: `{dir}` stands for the directory. */
  readonly source: string;
  /** It is where the database is given; of such there can be only one. */
  readonly isPlace?: true;
  set(machine: Machine): void;
}

const all = (id: string, port: string, mode: string) => ({
  user: id,
  password: `pw-${id}`,
  host: id,
  port,
  "ssl-mode": mode,
});
const url = (id: string, port: string, mode: string, more = "") =>
  `mysql://${id}:pw-${id}@${id}:${port}/glance?ssl_mode=${mode}${more}`;
const lines = (id: string, port: string, mode: string) =>
  `user=${id}\npassword=pw-${id}\nhost=${id}\nport=${port}\nssl-mode=${mode}\n`;

/** The first that says something counts. */
const SOURCES: readonly Source[] = [
  {
    title: "a URL on the command line",
    says: all("line-url", "1001", "REQUIRED"),
    source: "--glance",
    isPlace: true,
    set: ({ given }) => {
      given.glance = url("line-url", "1001", "REQUIRED");
    },
  },
  {
    title: "other options on the command line",
    says: { user: "line", host: "line", port: "1002", "ssl-mode": "DISABLED" },
    source: "--{name}",
    set: ({ given }) => {
      Object.assign(given, { user: "line", host: "line", port: "1002", "ssl-mode": "DISABLED" });
    },
  },
  {
    title: "a URL in the environment",
    says: all("variable", "1003", "REQUIRED"),
    source: "GLANCE_AUDIT_GLANCE",
    isPlace: true,
    set: ({ environment }) => {
      environment["GLANCE_AUDIT_GLANCE"] = url("variable", "1003", "REQUIRED");
    },
  },
  {
    title: "`MYSQL_PWD`",
    says: { password: "pw-mysql-pwd" },
    source: "MYSQL_PWD",
    set: ({ environment }) => {
      environment["MYSQL_PWD"] = "pw-mysql-pwd";
    },
  },
  {
    title: "the service's own config file",
    says: all("config", "1005", "DISABLED"),
    source: "{dir}/glance-api.conf [database] connection",
    isPlace: true,
    set: ({ directory, given }) => {
      const path = directory.file("glance-api.conf");
      writeFileSync(path, `[database]\nconnection = ${url("config", "1005", "DISABLED")}\n`);
      given.glance = path;
    },
  },
  {
    title: "the file that a URL names as `read_default_file`",
    says: all("url-file", "1006", "REQUIRED"),
    source: "{dir}/tripleo.cnf [tripleo]",
    isPlace: true,
    set: ({ directory, given }) => {
      const path = directory.file("tripleo.cnf");
      writeFileSync(path, `[tripleo]\n${lines("url-file", "1006", "REQUIRED")}`);
      given.glance = `mysql:///glance?read_default_file=${path}&read_default_group=tripleo`;
    },
  },
  {
    title: "the login path of `--login-path`",
    says: all("login", "1007", "DISABLED"),
    source: "{dir}/.mylogin.cnf [audit]",
    set: ({ directory, given, environment }) => {
      const path = directory.file(".mylogin.cnf");
      writeFileSync(path, loginFile(`[audit]\n${lines("login", "1007", "DISABLED")}`), { mode: 0o600 });
      environment["MYSQL_TEST_LOGIN_FILE"] = path;
      given["login-path"] = "audit";
    },
  },
  {
    title: "option files",
    says: all("file", "1008", "REQUIRED"),
    source: "{dir}/home/.my.cnf [client]",
    set: ({ directory }) => {
      mkdirSync(directory.file("home"), { recursive: true });
      writeFileSync(directory.file("home/.my.cnf"), `[client]\n${lines("file", "1008", "REQUIRED")}`);
    },
  },
  {
    title: "defaults",
    says: { user: userInfo().username, host: "localhost", port: "3306", "ssl-mode": "PREFERRED" },
    source: "default",
    set: () => undefined,
  },
];

/** Where glance is if these sources speak, and where the settings are said to come from. */
function resolve(sources: readonly Source[]): { readonly where: MysqlWhere; readonly dir: string } {
  using directory = scratchDirectory();
  const machine: Machine = { directory, given: {}, environment: { HOME: directory.file("home") } };
  if (!sources.some(({ isPlace }) => isPlace)) machine.given.glance = "mysql:///glance";
  // What the machine of the tests has in /etc is of no interest.
  writeFileSync(directory.file("empty.cnf"), "");
  if (!sources.some(({ title }) => title === "option files"))
    machine.given["defaults-file"] = directory.file("empty.cnf");
  for (const source of sources) source.set(machine);
  const problems = new Problems();
  const given = { ...NOTHING, ...machine.given };
  const { glance } = parseDatabases(given, machine.environment, problems, () => undefined);
  problems.throwIfAny();
  if (glance?.engine !== "mysql") throw new Error("no MySQL place");
  return { where: glance, dir: directory.path };
}

const NOTHING: DatabaseArguments = {
  glance: undefined,
  nova: undefined,
  "nova-api": undefined,
  cell: undefined,
  "cells-complete": false,
  "shared-glance": false,
  cinder: undefined,
  keystone: undefined,
};

function valueOf(where: MysqlWhere, name: SettingName): string | undefined {
  const values = {
    user: where.user,
    password: where.password ?? undefined,
    host: where.hosts[0]?.host,
    port: String(where.hosts[0]?.port),
    "ssl-mode": where.tls.mode,
  };
  return values[name];
}

/** Whether a source has a say: a password goes with the user named beside it. */
function speaks({ says }: Source, name: SettingName, where: MysqlWhere): boolean {
  return (
    says[name] !== undefined && (name !== "password" || says.user === undefined || says.user === where.user)
  );
}

/** All pairs of sources that can speak at once, the one that counts first. */
const PAIRS = SOURCES.flatMap((stronger, at) =>
  SOURCES.slice(at + 1)
    .filter((weaker) => !(stronger.isPlace && weaker.isPlace))
    .map((weaker) => [stronger.title, weaker.title, stronger, weaker] as const),
);

describe("which setting counts", () => {
  test.each(PAIRS)("%s before %s", (_, __, stronger, weaker) => {
    const { where, dir } = resolve([weaker, stronger]);
    for (const name of SETTINGS) {
      const owner = speaks(stronger, name, where) ? stronger : weaker;
      if (!speaks(owner, name, where)) continue;
      expect([name, valueOf(where, name)]).toEqual([name, owner.says[name]]);
      const source = owner.source.replace("{dir}", dir).replace("{name}", name);
      expect(where.sources[name]).toBe(name === "user" && source === "default" ? "the login name" : source);
    }
  });

  test("README has the same order", () => {
    const table =
      /\| what counts, the first that says it \|.*\n\|[-|]+\n((?:\|.*\n)+)/.exec(README)?.[1] ?? "";
    const titles = table
      .trimEnd()
      .split("\n")
      .map((row) => row.split("|")[1]?.trim());
    expect(titles).toEqual(SOURCES.map(({ title }) => title));
  });
});
