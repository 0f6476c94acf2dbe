import { describe, expect, test } from "vitest";
import { cellWays, fillTemplate } from "../../src/connect/cell-where.ts";
import { parseUrl } from "../../src/connect/parse-url.ts";
import { describeWhere } from "../../src/connect/where.ts";
import { UsageError } from "../../src/errors.ts";

const BASE = "mysql+pymysql://nova:p%40ss@Db.example.org:3307/nova_cell0?charset=utf8&ssl_ca=/ca.pem#frag";
const SEVERAL = "mysql+pymysql://one:p1@h1:3306,two:p2@h2:3307,three@h3/nova";

describe("a template of a cell's address", () => {
  test.each([
    ["scheme", BASE, "mysql+pymysql"],
    ["username", BASE, "nova"],
    // Not percent-decoded: it goes into another URL.
    ["password", BASE, "p%40ss"],
    ["port", BASE, "3307"],
    ["path", BASE, "nova_cell0"],
    ["query", BASE, "charset=utf8&ssl_ca=/ca.pem"],
    ["fragment", BASE, "frag"],
    ["hostname", "mysql://u@[fd00::1]:3306/nova", "fd00::1"],
    ["port", "mysql://u@[fd00::1]:3306/nova", "3306"],
    ["port", "mysql://u@h/nova", ""],
    ["username", "mysql://h/nova", ""],
    ["password", "mysql://u@h/nova", ""],
    ["password", "mysql://u:a:b@h/nova", "a:b"],
    ["path", "mysql://u@h", ""],
    ["path", "sqlite:////srv/nova.db", "srv/nova.db"],
    ["username1", SEVERAL, "one"],
    ["password1", SEVERAL, "p1"],
    ["hostname1", SEVERAL, "h1"],
    ["port1", SEVERAL, "3306"],
    ["username2", SEVERAL, "two"],
    ["password2", SEVERAL, "p2"],
    ["hostname2", SEVERAL, "h2"],
    ["port2", SEVERAL, "3307"],
    ["username3", SEVERAL, "three"],
    ["password3", SEVERAL, ""],
    ["hostname3", SEVERAL, "h3"],
    ["hostname2", "mysql://u:p@[fd00::1]:1,u:p@[fd00::2]:2/nova", "fd00::2"],
  ])("{%s} of %s", (field, base, value) => {
    expect(fillTemplate(`<{${field}}>`, base)).toBe(`<${value}>`);
  });

  test("whole, and understood as an address", () => {
    const template = "{scheme}://{username}:{password}@[{hostname}]:{port}/nova_cell1?{query}";
    const filled = fillTemplate(template, "mysql+pymysql://n:p%40@[::1]:3308/nova?charset=utf8");
    expect(filled).toBe("mysql+pymysql://n:p%40@[::1]:3308/nova_cell1?charset=utf8");
    expect(parseUrl("cell", filled).where).toMatchObject({
      hosts: [{ host: "::1", port: 3308 }],
      user: "n",
      password: "p@",
      database: "nova_cell1",
    });
  });

  test("double braces stand for one, as in Python", () => {
    expect(fillTemplate("mysql://u:{{x}}@{hostname}/{{{path}}}", "mysql://u@h/d")).toBe(
      "mysql://u:{x}@h/{d}",
    );
  });

  test("what is filled in is not filled again", () => {
    expect(fillTemplate("mysql://u:{password}@h/d", "mysql://u:{path}@h/nova")).toBe("mysql://u:{path}@h/d");
    expect(fillTemplate("mysql://u:{password}@h/d", "mysql://u:$&$1@h/nova")).toBe("mysql://u:$&$1@h/d");
  });

  test("an address without braces stays as it is, whatever nova.conf says", () => {
    expect(fillTemplate("mysql://u@h/d", undefined)).toBe("mysql://u@h/d");
  });

  test.each([
    ["{hostname4}", SEVERAL],
    ["{hostname1}", BASE],
    ["{}", BASE],
    ["{host name}", BASE],
    ["{hostname!r}", BASE],
    ["{port:d}", BASE],
    ["{hostname", BASE],
    ["hostname}", BASE],
  ])("%s cannot be filled from %s", (template, base) => {
    const fill = () => fillTemplate(`mysql://u:secret@${template}/d`, base);
    expect(fill).toThrow(UsageError);
    expect(fill).toThrow(/--cell NAME=URL/);
    expect(fill).not.toThrow(/secret|p%40ss|p1/);
  });

  test("without nova.conf", () => {
    expect(() => fillTemplate("mysql://u:secret@{hostname}/d", undefined)).toThrow(/path of nova\.conf/);
    expect(() => fillTemplate("mysql://u:secret@{hostname}/d", undefined)).not.toThrow(/secret/);
  });
});

const whereOf = (url: string) => parseUrl("test", url).where;

describe("the ways to a cell", () => {
  const api = whereOf("mysql://reader:r@api/nova_api");
  const ways = (stored: string | null, from = api) =>
    cellWays(stored, undefined, from).map((where) => describeWhere(where));

  test("the stored address with the account of the API database, then with its own", () => {
    expect(ways("mysql+pymysql://nova:n@cell:3307/nova_cell1?charset=utf8")).toEqual([
      "reader@cell:3307/nova_cell1",
      "nova@cell:3307/nova_cell1",
    ]);
  });

  test("once where both are the same", () => {
    expect(ways("mysql://reader:r@cell/nova_cell1")).toEqual(["reader@cell:3306/nova_cell1"]);
    expect(ways("mysql://reader:other@cell/nova_cell1")).toHaveLength(2);
  });

  test("a file has no account", () => {
    expect(ways("sqlite:////srv/cell1.db")).toEqual(["/srv/cell1.db"]);
    expect(ways("mysql://nova:n@cell/c", whereOf("sqlite:////srv/api.db"))).toEqual(["nova@cell:3306/c"]);
  });

  test.each([null, "", "none:///", "mysql://nova:secret@cell", "postgresql://nova:secret@cell/nova"])(
    "%s leads nowhere, and says so without a password",
    (stored) => {
      expect(() => ways(stored)).toThrow(UsageError);
      expect(() => ways(stored)).not.toThrow(/secret/);
    },
  );
});
