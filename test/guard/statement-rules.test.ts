import { expect, test } from "vitest";
import { PROBES, lockWaitTimeout, statementTimeout } from "../../src/guard/statements.ts";
import type { LoggedStatement } from "../support/general-log.ts";
import { offences, tablesOf } from "./statement-rules.ts";

const TABLES = new Set(["images", "image_properties", "information_schema.columns"]);

function logged(...statements: readonly string[]): LoggedStatement[] {
  return statements.map((sql) => ({ user: "u", connectionId: 7, command: "Query", sql }));
}

test.each([
  "select `i`.`id` from `images` as `i` force index (`PRIMARY`) where `i`.`name` = 'a; into outfile -- x'",
  "SELECT @@session.sql_mode",
  "select `id` from `images` as `i`, `image_properties` where `id` = 'it''s \\' from `x`'",
  "select 1 union all select `id` from (select `id` from `images`) as `x`",
  "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE()",
  "SHOW GRANTS",
  "EXPLAIN SELECT 1",
  "set session transaction isolation level repeatable read, read only",
  "SET TRANSACTION READ ONLY",
  "SET NAMES utf8mb4",
  "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
  "BEGIN",
  "COMMIT",
  "ROLLBACK",
])("nothing is wrong with %s", (sql) => {
  expect(offences(logged(sql), TABLES)).toEqual([]);
});

test.each([
  "WITH x AS (SELECT 1) SELECT * FROM x",
  "(SELECT 1)",
  " SELECT 1",
  "/* x */ SELECT 1",
  "SELECT(1)",
  "SELECTED",
  "SET sql_mode = ''",
  "SET @x = 1",
  "SET GLOBAL x = 1",
  "SET SESSION a = 1, GLOBAL b = 2",
  "SET SESSION TRANSACTION READ WRITE",
  "SET STATEMENT max_statement_time = 1 FOR SELECT 1",
  "START SLAVE",
  "START TRANSACTION READ WRITE",
  "SELECT 1; SELECT 2",
  "SELECT id FROM images FOR UPDATE",
  "SELECT id FROM images LOCK IN SHARE MODE",
  "SELECT id FROM images INTO OUTFILE 'x'",
  "SELECT 1 INTO @x",
  "SELECT /*! SLEEP(1) */ 1",
  "INSERT INTO images VALUES (1)",
  "DELETE FROM images",
  "USE mysql",
  "KILL 7",
  "KILL QUERY 7",
  "KILL QUERY 8",
  "SELECT user FROM mysql.user",
  "SELECT id FROM images JOIN `users` ON 1",
  "SELECT id FROM images AS i, `secret`.`images` AS j",
  "SELECT id FROM (SELECT id FROM other) AS x",
])("something is wrong with %s", (sql) => {
  expect(offences(logged(sql), TABLES)).not.toEqual([]);
});

test("a connection may stop the statement of another of the same account", () => {
  const [select] = logged("SELECT 1");
  const kill = { user: "u", connectionId: 8, command: "Query", sql: "KILL QUERY 7" } as const;
  expect(offences([select as LoggedStatement, kill], TABLES)).toEqual([]);
});

test("tables are found wherever they are named", () => {
  const sql =
    "select `a` from `t1` as `x` left join `s`.`t2` as `y` on `y`.`b` = 'from t9' where exists (select 1 from T3) union all select 1 from t4 force index (`k`) order by 1";
  expect(tablesOf(sql)).toEqual(["t1", "s.t2", "T3", "t4"]);
});

test("the guard's own statements keep the rules", () => {
  const constants = Object.entries(PROBES)
    .filter(([name]) => !name.startsWith("sqlite"))
    .map(([, sql]) => sql);
  const limits = (["mariadb", "mysql"] as const).map((flavour) => statementTimeout(flavour, 30));
  const tables = new Set(["columns", "statistics", "tables"].map((name) => `information_schema.${name}`));
  expect(offences(logged(...constants, ...limits, lockWaitTimeout(30)), tables)).toEqual([]);
});
