import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createConnection } from "mysql2/promise";
import type { Connection } from "mysql2/promise";
import { expect, test } from "vitest";
import { withGeneralLog } from "./general-log.ts";
import { adminQuery, dropDatabase, scratchAccount, scratchDatabase, sharedServerUrl } from "./mysql.ts";
import { startProxy } from "./proxy.ts";
import type { QueryFate } from "./proxy.ts";
import { runCli, runCliInTerminal, spawnCli } from "./run-cli.ts";
import { startServer } from "./server.ts";
import { scratchSqlite, writableMysql } from "./sqlite.ts";

const program = fileURLToPath(new URL("./probe-program.ts", import.meta.url));
const LONG_ANSWER = "SELECT REPEAT('x', 200000) AS long_text";

async function connect(uri: string): Promise<Connection & AsyncDisposable> {
  const connection = await createConnection({ uri, connectTimeout: 3000 });
  // mysql2 reports a lost connection to the query and as an event.
  connection.on("error", () => undefined);
  return Object.assign(connection, {
    [Symbol.asyncDispose]: () => Promise.resolve(connection.destroy()),
  });
}

/** What a promise came to within a time. */
async function outcome(work: Promise<unknown>, withinMs: number): Promise<"done" | "failed" | "hangs"> {
  const settled = work.then(
    () => "done" as const,
    () => "failed" as const,
  );
  return await Promise.race([settled, sleep(withinMs, "hangs" as const)]);
}

test("a scratch database lives on a real server and is gone after its scope", async () => {
  let name = "";
  {
    await using db = await scratchDatabase("smoke");
    name = db.database;
    const rows = await db.query("SELECT DATABASE() AS name, @@character_set_database AS charset");
    expect(rows).toEqual([{ name, charset: expect.stringMatching(/^utf8(mb3)?$/) }]);
  }
  expect(await adminQuery("SHOW DATABASES LIKE ?", [name])).toEqual([]);
});

test("a scratch database takes another collation and a writable Kysely", async () => {
  await using db = await scratchDatabase("kysely", { charset: "utf8mb4", collation: "utf8mb4_bin" });
  const kysely = writableMysql(db.url);
  await kysely.schema.createTable("t").addColumn("big", "bigint").addColumn("at", "datetime").execute();
  const row = { big: "9007199254740993", at: "2026-03-29 02:30:00" };
  await kysely.insertInto("t").values(row).execute();
  expect(await kysely.selectFrom("t").selectAll().execute()).toEqual([row]);
  expect(await db.query("SELECT @@collation_database AS c")).toEqual([{ c: "utf8mb4_bin" }]);
  await kysely.destroy();
});

test("a scratch account has its grants and no more", async () => {
  await using db = await scratchDatabase("grants");
  await db.query("CREATE TABLE t (a INT); CREATE TABLE secret (a INT)");
  await using account = await scratchAccount(db.database, ["GRANT SELECT ON {database}.t TO {account}"]);
  expect(await adminQuery("SELECT * FROM t", [], account.url)).toEqual([]);
  await expect(adminQuery("SELECT * FROM secret", [], account.url)).rejects.toThrow(/denied/);
});

test("the general log shows what an account said", async () => {
  await using db = await scratchDatabase("log");
  await using account = await scratchAccount(db.database);
  const log = await withGeneralLog(async () => {
    await using connection = await connect(account.url);
    await connection.query("SELECT 'süß'");
    await connection.execute("SELECT ?", ["two"]);
  });
  const said = log.filter(({ user }) => user === account.user);
  expect(said.map(({ command, sql }) => [command, sql])).toEqual([
    ["Query", "SELECT 'süß'"],
    ["Prepare", "SELECT ?"],
    ["Execute", "SELECT 'two'"],
  ]);
});

test("the proxy counts, cuts at a query and after a number of bytes", async () => {
  await using proxy = await startProxy(sharedServerUrl());
  await using first = await connect(proxy.url());
  const before = proxy.stats;
  await first.query("SELECT 1");
  expect(proxy.stats).toMatchObject({ accepted: 1, open: 1, queries: before.queries + 1 });

  proxy.cutAtQuery(2);
  expect(await outcome(first.query("SELECT 2"), 5000)).toBe("done");
  expect(await outcome(first.query("SELECT 3"), 5000)).toBe("failed");

  await using second = await connect(proxy.url());
  const passed = proxy.stats.bytesFromServer;
  proxy.cutAfterBytes(100_000);
  expect(await outcome(second.query(LONG_ANSWER), 5000)).toBe("failed");
  expect(proxy.stats.bytesFromServer).toBe(passed + 100_000);
  expect(proxy.stats.open).toBe(0);

  await using third = await connect(proxy.url());
  expect(await outcome(third.query(LONG_ANSWER), 5000)).toBe("done");
  const asleep = third.query("SELECT SLEEP(20)");
  setTimeout(() => proxy.cut(), 50);
  expect(await outcome(asleep, 5000)).toBe("failed");
});

test("the proxy freezes, thaws, slows down and refuses", async () => {
  await using proxy = await startProxy(sharedServerUrl());
  await using first = await connect(proxy.url());
  proxy.freeze();
  const held = first.query("SELECT 1");
  expect(await outcome(held, 150)).toBe("hangs");
  const late = connect(proxy.url());
  expect(await outcome(late, 150)).toBe("hangs");
  proxy.thaw();
  expect(await outcome(held, 5000)).toBe("done");
  await using second = await late;

  const seen: string[] = [];
  proxy.onQuery = async (sql): Promise<QueryFate> => {
    seen.push(sql);
    await sleep(100);
    return "forward";
  };
  expect(await outcome(second.query("SELECT 2"), 50)).toBe("hangs");
  expect(await outcome(second.query("SELECT 3"), 5000)).toBe("done");
  expect(seen).toEqual(["SELECT 2", "SELECT 3"]);

  await proxy.refuse();
  await expect(connect(proxy.url())).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(await outcome(second.query("SELECT 4"), 5000)).toBe("done");
  await proxy.allow();
  await using third = await connect(proxy.url());
  expect(await outcome(third.query("SELECT 5"), 5000)).toBe("done");
});

test("a server of a test's own pauses, dies, comes back, takes options and drops a database when it can", async () => {
  const files = { "start.sql": "CREATE DATABASE glance;\n" };
  const server = await startServer({ files, args: ["--init-file={dir}/start.sql", "--max-connections=42"] });
  {
    await using connection = await connect(server.url("glance"));
    expect(await connection.query("SELECT @@max_connections AS n")).toMatchObject([[{ n: 42 }], {}]);
    await connection.query("CREATE TABLE t (a INT)");
    await server.pause();
    const held = connection.query("SELECT 1");
    expect(await outcome(held, 150)).toBe("hangs");
    await server.resume();
    expect(await outcome(held, 5000)).toBe("done");
    await server.kill9();
    expect(await outcome(connection.query("SELECT 1"), 5000)).toBe("failed");
    expect(server.pid).toBeUndefined();
  }
  await server.restart([]);
  expect(await adminQuery("SHOW TABLES", [], server.url("glance"))).toHaveLength(1);
  if (server.dataDir !== undefined) {
    const stray = join(server.dataDir, "glance", "stray");
    writeFileSync(stray, "");
    setTimeout(() => rmSync(stray), 100);
  }
  await dropDatabase("glance", server.url());
  expect(await adminQuery("SHOW DATABASES LIKE 'glance'", [], server.url())).toEqual([]);
  await server[Symbol.asyncDispose]();
  expect(server.dataDir !== undefined && existsSync(server.dataDir)).toBe(false);
  await expect(connect(server.url())).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("a scratch SQLite file has a URL and a writable Kysely", async () => {
  await using file = scratchSqlite("glance");
  await file.db.schema.createTable("t").addColumn("a", "text").execute();
  await file.db.insertInto("t").values({ a: "1" }).execute();
  expect(await file.db.selectFrom("t").selectAll().execute()).toEqual([{ a: "1" }]);
  expect(file.url).toBe(`sqlite:///${file.path}`);
});

test("a command gets its input and a clean environment", async () => {
  expect(await runCli(["echo"], { program, stdin: "a\nb" })).toEqual({
    code: 3,
    signal: null,
    stdout: "a\nb",
    stderr: "end\n",
  });
  const { stdout } = await runCli(["environment"], { program, env: { LANG: undefined, EXTRA: "1" } });
  expect(Object.keys(JSON.parse(stdout)).sort()).toEqual(["EXTRA", "HOME", "PATH", "TZ"]);
});

test("a command that does not end is signalled or killed", async () => {
  const running = spawnCli(["hang"], { program });
  await running.waitFor("hanging");
  running.child.kill("SIGTERM");
  expect(await running.result).toMatchObject({ signal: "SIGTERM", stdout: "hanging\n" });
  await expect(runCli(["hang"], { program, timeoutMs: 500 })).rejects.toThrow("still running after 500 ms");
  await expect(spawnCli(["columns"], { program }).waitFor("hanging")).rejects.toThrow("ended without");
});

test("a command sees a terminal of the width that was asked for", async () => {
  const { code, stdout } = await runCliInTerminal(["columns"], { program, columns: 77 });
  expect([code, stdout]).toEqual([0, "77\r\n"]);
  expect(await runCli(["columns"], { program })).toMatchObject({ stdout: "undefined\n" });
});
