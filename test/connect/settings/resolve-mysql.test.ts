import { describe, expect, test } from "vitest";
import { layerFrom, type Layer } from "../../../src/connect/settings/layer.ts";
import { resolveMysql } from "../../../src/connect/settings/resolve-mysql.ts";
import { describeWhere, type MysqlWhere } from "../../../src/connect/where.ts";

type Values = Parameters<typeof layerFrom>[1];

const at = (host: string, port: number | null = null): Values => ({ hosts: [{ host, port }] });
const socket = (path: string): Values => ({ socket: path });
const URL: Values = { database: "glance" };

/** What the layers say, the first before all others: a URL is told by its database. */
function resolve(...layers: readonly Values[]): MysqlWhere {
  const named: Layer[] = layers.map((values, index) => layerFrom(`layer ${index}`, values));
  return resolveMysql("--glance", [...named, layerFrom("end", { user: "u", database: "glance" })]).where;
}

const PLACES: readonly (readonly [what: string, layers: readonly Values[], place: string])[] = [
  ["nothing is said", [URL], "localhost:3306"],
  ["a port", [{ ...URL, port: 3307 }], "localhost:3307"],
  ["host and port of different layers", [{ ...URL, ...at("db") }, { port: 3307 }], "db:3307"],
  ["a port of its own comes first", [{ ...URL, ...at("db", 3308) }, { port: 3307 }], "db:3308"],
  ["a port that is said before is for all hosts", [{ port: 3307 }, { ...URL, ...at("db", 3308) }], "db:3307"],
  [
    "a host takes the port of the one whose place it takes",
    [at("db2"), { ...URL, ...at("db", 3308), port: 3308 }],
    "db2:3308",
  ],
  ["a socket", [URL, socket("/s")], "/s"],
  ["the socket of a URL, whatever its host", [{ ...URL, ...at("db", 3306), ...socket("/s") }], "/s"],
  ["the host of a URL before another's socket", [{ ...URL, ...at("db") }, socket("/s")], "db:3306"],
  ["localhost in a URL means TCP", [{ ...URL, ...at("localhost") }, socket("/s")], "localhost:3306"],
  ["localhost elsewhere means the socket", [URL, at("localhost"), socket("/s")], "/s"],
  ["and beside it, too", [URL, { ...at("localhost"), ...socket("/s"), port: 3306 }], "/s"],
  ["a host beside a socket means TCP", [URL, { ...at("db"), ...socket("/s") }], "db:3306"],
  ["a socket before a host", [socket("/s"), { ...URL, ...at("db", 3308) }], "/s"],
  ["a host before a socket", [at("db"), { ...URL, ...socket("/s") }], "db:3306"],
  ["a port that is said before a socket means TCP", [{ ...URL, port: 3307 }, socket("/s")], "localhost:3307"],
  ["also with localhost", [URL, { ...at("localhost"), port: 3307 }, socket("/s")], "localhost:3307"],
];

test.each(PLACES)("%s", (_, layers, place) => {
  expect(describeWhere(resolve(...layers))).toBe(`u@${place}/glance`);
});

describe("a password goes with the user named beside it", () => {
  test.each([
    [[{ user: "u" }, { password: "b" }], "b"],
    [[{ user: "u" }, { user: "root", password: "a" }, { password: "b" }], "b"],
    [[{ user: "u" }, { user: "u", password: "a" }, { password: "b" }], "a"],
    [[{ password: "a" }, { user: "u", password: "b" }], "a"],
    [[{ user: "u", password: "" }, { password: "b" }], ""],
    [[{ user: "u" }, { user: "root", password: "a" }], null],
  ] as const)("%j", (layers, password) => {
    expect(resolve(...layers).password).toBe(password);
  });
});

describe("how much encryption is asked for", () => {
  test.each([
    [[{}], "PREFERRED"],
    [[{ sslCa: "ca" }], "VERIFY_CA"],
    [[{ sslMode: "REQUIRED", sslCa: "ca" }], "REQUIRED"],
    [[{ sslCa: "ca" }, { sslMode: "REQUIRED" }], "VERIFY_CA"],
    [[{ sslMode: "VERIFY_IDENTITY" }, { sslCa: "ca" }], "VERIFY_IDENTITY"],
    [[{ sslMode: "DISABLED" }, { sslMode: "VERIFY_CA", sslCa: "ca" }], "DISABLED"],
  ] as const)("%j", (layers, mode) => {
    expect(resolve(...layers).tls.mode).toBe(mode);
  });
});
