import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseDatabases, type DatabaseArguments } from "../../src/cli/parse-databases.ts";
import { Problems } from "../../src/cli/problems.ts";
import { scratchDirectory } from "../faults/scratch-directory.ts";

const ENVIRONMENT = {
  GLANCE_AUDIT_GLANCE: "mysql://env/glance",
  GLANCE_AUDIT_NOVA: "mysql://env/a  mysql://env/b\n",
};

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

function parse(given: Partial<DatabaseArguments>, environment: Readonly<Record<string, string>> = {}) {
  const problems = new Problems();
  const notes: string[] = [];
  const places = parseDatabases({ ...NOTHING, ...given }, environment, problems, (note) => notes.push(note));
  const message = (() => {
    try {
      problems.throwIfAny();
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  })();
  return { ...places, notes, message };
}

test("the command line comes before the environment", () => {
  const found = parse({ glance: "sqlite:////g.db", nova: ["mysql://line/c"] }, ENVIRONMENT);
  expect(found).toMatchObject({
    glance: { engine: "sqlite", path: "/g.db" },
    nova: { cells: [{ database: "c" }] },
    message: "",
  });
});

test("the environment serves where the command line is silent", () => {
  expect(parse({}, ENVIRONMENT)).toMatchObject({
    glance: { database: "glance" },
    nova: { cells: [{ database: "a" }, { database: "b" }] },
    message: "",
  });
  expect(parse({ glance: "sqlite:///g.db" }).nova).toBeUndefined();
});

test("without a glance database the option and the variable are named", () => {
  for (const environment of [{}, { GLANCE_AUDIT_GLANCE: "" }]) {
    const { message } = parse({}, environment);
    expect(message).toMatch(/--glance .*GLANCE_AUDIT_GLANCE/);
  }
});

test("an empty option is a mistake, with and without a variable", () => {
  for (const environment of [{}, ENVIRONMENT]) {
    const { glance, message } = parse({ glance: "" }, environment);
    expect(glance).toBeUndefined();
    expect(message).toMatch(/^--glance takes a URL/);
    expect(parse({ glance: "sqlite:///g.db", nova: [""] }, environment).message).toMatch(
      /^--nova takes a URL/,
    );
  }
});

test("whatever held a wrong URL is named", () => {
  const { message } = parse({ nova: ["mysql://host"] }, { GLANCE_AUDIT_GLANCE: "glance" });
  expect(message).toMatch(/GLANCE_AUDIT_GLANCE takes a URL[^\n]*\n--nova names no database/);
  expect(parse({ glance: "sqlite:///g" }, { GLANCE_AUDIT_NOVA: "nova" }).message).toMatch(
    /^GLANCE_AUDIT_NOVA takes/,
  );
});

/** The connections of the five services, each in the config file of its own. */
const CONFIGS: Readonly<Record<string, string>> = {
  "glance-api.conf": "[database]\nconnection = mysql://g@h/glance",
  "nova.conf": "[api_database]\nconnection = mysql://a@h/api\n[database]\nconnection = mysql://n:p@h/cell0",
  "cinder.conf": "[database]\nconnection = mysql://c@h/cinder",
  "keystone.conf": "[DEFAULT]\nsql_connection = mysql://k@h/keystone",
};

test("each service's own config file says where its database is", () => {
  using directory = scratchDirectory();
  for (const [name, text] of Object.entries(CONFIGS)) writeFileSync(directory.file(name), text);
  const nova = directory.file("nova.conf");
  const places = {
    glance: { database: "glance" },
    nova: {
      api: { where: { database: "api" }, templateBase: "mysql://n:p@h/cell0" },
      cells: [{ database: "cell0" }],
      overrides: [{ cell: "cell1", where: { database: "cell0" } }],
    },
    cinder: { database: "cinder" },
    keystone: { database: "keystone" },
    message: "",
  };
  const cell = [`cell1=${nova}`];
  const given = {
    glance: directory.file("glance-api.conf"),
    nova: [nova],
    "nova-api": nova,
    cinder: directory.file("cinder.conf"),
    keystone: directory.file("keystone.conf"),
  };
  expect(parse({ ...given, cell })).toMatchObject(places);
  const environment = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      `GLANCE_AUDIT_${name.toUpperCase().replace("-", "_")}`,
      String(value),
    ]),
  );
  expect(parse({ cell }, environment)).toMatchObject(places);
});

test("a mistake that concerns all databases is told once, with all others", () => {
  const given = {
    glance: "mysql://h/g",
    nova: ["mysql://h/n", "nova"],
    "defaults-file": "/no/such.cnf",
    port: "x",
  };
  expect(parse(given).message.split("\n")).toEqual([
    "--port takes a number from 1 to 65535.",
    "--defaults-file: /no/such.cnf cannot be read: there is no such file.",
    expect.stringMatching(/^--nova takes a URL with a scheme/),
  ]);
});

test("ignored options of a URL are told", () => {
  expect(parse({ glance: "mysql://h/glance?wait_timeout=3" }).notes).toEqual([
    expect.stringContaining("wait_timeout"),
  ]);
});
