import { describe, expect, test } from "vitest";
import { cellWays } from "../../src/connect/cell-where.ts";
import { parseUrl } from "../../src/connect/parse-url.ts";
import type { MysqlWhere } from "../../src/connect/where.ts";

/** Any file that can be read. */
const PEM = import.meta.filename;

function api(query: string, source = "--nova-api"): MysqlWhere {
  const { where } = parseUrl(source, `mysql://ro:secret@api/nova_api?${query}`);
  if (where.engine !== "mysql") throw new Error("not MySQL");
  return where;
}

function modes(stored: string, ofApi: MysqlWhere): readonly string[] {
  return cellWays(stored, undefined, ofApi).map((way) =>
    way.engine === "mysql" ? way.tls.mode : way.engine,
  );
}

const PLAIN = "mysql+pymysql://nova:own@cell1/nova";

describe("the encryption of a discovered cell", () => {
  test("is as the cell's own address says", () => {
    expect(modes(`${PLAIN}?ssl_mode=REQUIRED`, api(""))).toEqual(["REQUIRED", "REQUIRED"]);
    expect(modes(`${PLAIN}?ssl_ca=${PEM}`, api("ssl_mode=DISABLED"))).toEqual(["VERIFY_CA", "VERIFY_CA"]);
  });

  test("is that of the API database where the address says nothing", () => {
    expect(modes(PLAIN, api("ssl_mode=REQUIRED"))).toEqual(["REQUIRED", "REQUIRED"]);
    expect(modes(PLAIN, api(""))).toEqual(["PREFERRED", "PREFERRED"]);
  });

  test("is what the command line says of all servers", () => {
    expect(modes(`${PLAIN}?ssl_ca=${PEM}`, api("ssl_mode=DISABLED", "--ssl-mode"))).toEqual([
      "DISABLED",
      "DISABLED",
    ]);
  });
});
