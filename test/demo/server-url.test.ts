import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { parseServerUrl } from "../../src/demo/server-url.ts";

describe("parseServerUrl", () => {
  it("understands an address and writes those of databases", () => {
    const server = parseServerUrl("mysql://me:p%40ss@db.example:3307/");
    expect(server.address).toEqual({ host: "db.example", port: 3307, user: "me", password: "p@ss" });
    expect(server.urlOf("glance")).toBe("mysql://me:p%40ss@db.example:3307/glance");
    expect(server.openStackUrlOf("nova_cell1")).toBe("mysql+pymysql://me@db.example:3307/nova_cell1");
    expect(server.shown).toBe("mysql://me@db.example:3307/");
  });

  it.each([
    ["mariadb://[::1]:3306", { host: "::1", port: 3306 }],
    [
      "mysql+pymysql://root@localhost/?unix_socket=/run/my.sock",
      { socketPath: "/run/my.sock", user: "root" },
    ],
  ])("understands %s", (url, address) => {
    expect(parseServerUrl(url).address).toEqual(address);
  });

  it.each(["db.example", "postgres://me:secret@db/", "mysql://me:secret@db/glance", "mysql://me:secret@:x/"])(
    "refuses %s without its password",
    (url) => {
      expect(() => parseServerUrl(url)).toThrow(UsageError);
      expect(() => parseServerUrl(url)).not.toThrow(/secret/);
    },
  );
});
