import { expect, test } from "vitest";
import { expectFailure } from "../faults/failure.ts";
import { fillMysqlGlance } from "../faults/seed-glance.ts";
import { adminQuery, scratchAccount } from "../support/mysql.ts";
import { runCli } from "../support/run-cli.ts";
import { startServer } from "../support/server.ts";

/** A way to log in that each server has of its own. */
const WAYS = {
  mariadb: "ALTER USER {account} IDENTIFIED VIA ed25519 USING PASSWORD('secret')",
  mysql: "ALTER USER {account} IDENTIFIED WITH sha256_password BY 'secret'",
} as const;

test("a way to log in that is not known is told; MySQL's own are known, unencrypted too", async () => {
  await using server = await startServer({ args: ["--loose-plugin-load-add=auth_ed25519"] });
  const serverUrl = server.url();
  await adminQuery("CREATE DATABASE glance", [], serverUrl);
  await fillMysqlGlance(server.url("glance"), 3);
  const grants = ["SELECT", WAYS[server.flavour]];
  const { url } = await scratchAccount("glance", grants, { serverUrl, password: "secret" });
  const result = await runCli(["summary", "--glance", url, "--ssl-mode", "DISABLED"]);
  if (server.flavour === "mysql") expect(result).toMatchObject({ code: 0 });
  else expectFailure(result, 3, /a way to log in that is not known here \(.*ed25519\)\. Use an account/);
});
