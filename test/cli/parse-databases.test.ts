import { expect, test } from "vitest";
import { parseDatabases, type DatabaseArguments } from "../../src/cli/parse-databases.ts";
import { Problems } from "../../src/cli/problems.ts";

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
  const { glance, nova } = parseDatabases({ ...NOTHING, ...given }, environment, problems, (note) =>
    notes.push(note),
  );
  const message = (() => {
    try {
      problems.throwIfAny();
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  })();
  return { glance, nova, notes, message };
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

test("ignored options of a URL are told", () => {
  expect(parse({ glance: "mysql://h/glance?wait_timeout=3" }).notes).toEqual([
    expect.stringContaining("wait_timeout"),
  ]);
});
