import { expect, test } from "vitest";
import { StatementLog } from "../../src/connect/statement-log.ts";
import type { RawConnection } from "../../src/guard/raw-connection.ts";
import { openSqlite } from "../../src/connect/sqlite-connection.ts";
import { scratchSqlite } from "../support/sqlite.ts";

function statements(log: StatementLog): [string, number][] {
  return log.statements.map(({ sql, count }) => [sql, count]);
}

test("each statement is kept once, without its values, and lists of any length are one", async () => {
  await using file = scratchSqlite("log");
  await file.db.schema.createTable("t").addColumn("a", "text").execute();
  const opened: RawConnection = openSqlite(
    "glance",
    { engine: "sqlite", path: file.path, sources: {} },
    new AbortController().signal,
  );
  const log = new StatementLog();
  const connection = log.watch(opened);
  await connection.query("select a from t where a in (?, ?, ?)", ["x", "y", "z"]);
  await connection.query("select a from t where a in (?)", ["secret"]);
  await connection.query("select coalesce(?, ?)", [null, "secret"]);
  await expect(connection.query("select nothing from t", [])).rejects.toThrow(/nothing/);
  await connection.close();
  expect(statements(log)).toEqual([
    ["select a from t where a in (?, …)", 2],
    ["select coalesce(?, ?)", 1],
    ["select nothing from t", 1],
  ]);
  expect(Math.min(...log.statements.map(({ totalMs }) => totalMs))).toBeGreaterThan(0);
});
