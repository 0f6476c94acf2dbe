import { expect, test } from "vitest";
import { fillMysqlGlance } from "../faults/seed-glance.ts";
import { adminQuery, scratchAccount } from "../support/mysql.ts";
import { runCli } from "../support/run-cli.ts";
import { startServer } from "../support/server.ts";

/** A way to log in that each server has of its own, and what comes of it. */
const WAYS = {
  mariadb: {
    grant: "ALTER USER {account} IDENTIFIED VIA ed25519 USING PASSWORD('secret')",
    outcome: [3, /a way to log in that is not known here \(.*ed25519\)\. Use an account/],
  },
  mysql: { grant: "ALTER USER {account} IDENTIFIED WITH sha256_password BY 'secret'", outcome: [0, /^/] },
} as const;

test("a way to log in that is not known is told; MySQL's own are known, unencrypted too", async () => {
  await using server = await startServer({ args: ["--loose-plugin-load-add=auth_ed25519"] });
  const serverUrl = server.url();
  await adminQuery("CREATE DATABASE glance", [], serverUrl);
  await fillMysqlGlance(server.url("glance"), 3);
  const { grant, outcome } = WAYS[server.flavour];
  const grants = ["SELECT", grant];
  const { url } = await scratchAccount("glance", grants, { serverUrl, password: "secret" });
  const { code, stderr } = await runCli(["summary", "--glance", url, "--ssl-mode", "DISABLED"]);
  expect([code, stderr]).toEqual([outcome[0], expect.stringMatching(outcome[1])]);
});
