import { createConnection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSchema, grantsSql } from "../../migrations-readonly/index.ts";
import { openMysqlSession } from "../../src/connect/open-mysql.ts";
import { parseUrl } from "../../src/connect/parse-url.ts";
import type { MysqlWhere } from "../../src/connect/where.ts";
import { openGlance } from "../../src/read/glance/open-glance.ts";
import {
  adminQuery,
  scratchAccount,
  scratchDatabase,
  type ScratchAccount,
  type ScratchDatabase,
} from "../support/mysql.ts";
import { withGeneralLog } from "../support/general-log.ts";
import { writableMysql, type WritableDb } from "../support/sqlite.ts";
import { ATTACKS, type Attack, type Fate } from "./attacks.ts";
import { FORGERIES, HIDDEN_PARTS, POISON } from "./forgeries.ts";
import { openOptions } from "./open-options.ts";

const FILES_FORBIDDEN = 1290;
const IMAGE = {
  id: "11111111-2222-4333-8444-555555555555",
  name: "kept",
  status: "active",
  visibility: "private",
  created_at: "2026-01-01 00:00:00",
  deleted: 0,
  min_disk: 0,
  min_ram: 0,
  os_hidden: 0,
};

let scratch: ScratchDatabase;
/** May do everything everywhere: only we keep it from writing. */
let almighty: ScratchAccount;
/** May do what `glance-audit grants` says. */
let reader: ScratchAccount;
let mayWriteFiles: boolean;

beforeAll(async () => {
  scratch = await scratchDatabase("attack");
  await using db = writableMysql(scratch.url);
  await buildSchema(db, "mysql", "glance");
  await db.insertInto("images").values(IMAGE).execute();
  almighty = await scratchAccount(scratch.database, ["GRANT ALL PRIVILEGES ON *.* TO {account}"]);
  reader = await scratchAccount(scratch.database, []);
  const grants = grantsSql({ service: "glance", user: reader.user, database: scratch.database });
  for (const [grant] of grants.matchAll(/^GRANT .*$/gm)) await adminQuery(grant);
  const [row] = await adminQuery("SELECT @@secure_file_priv AS folder");
  mayWriteFiles = (row?.["folder"] ?? (scratch.flavour === "mariadb" ? "" : null)) === "";
});

afterAll(async () => {
  await reader.drop();
  await almighty.drop();
  await scratch.drop();
});

describe("the guard", () => {
  /** What arrived at the server because of an attempt. */
  const arrived = new Map<string, readonly string[]>();
  const outcomes = new Map<string, PromiseSettledResult<unknown>>();

  async function attemptAll(db: WritableDb): Promise<void> {
    for (const { name, attempt } of [...ATTACKS, ...FORGERIES, ...HIDDEN_PARTS]) {
      // The log shows this and so says whose statements follow; it also shows that the connection still works.
      await db.selectFrom("images").select("id").where("id", "=", `now: ${name}`).execute();
      const [outcome] = await Promise.allSettled([attempt(db)]);
      outcomes.set(name, outcome);
    }
  }

  beforeAll(async () => {
    const { where } = parseUrl("--glance", almighty.url);
    const log = await withGeneralLog(async () => {
      const handle = await openGlance(where, openOptions());
      await attemptAll(handle.db as unknown as WritableDb);
      await handle.close();
    });
    let current: string[] = [];
    for (const { sql } of log.filter(({ user }) => user === almighty.user)) {
      const name = /'now: (.*)'$/s.exec(sql)?.[1]?.replaceAll("\\'", "'");
      if (name === undefined) current.push(sql);
      else arrived.set(name, (current = []));
    }
  });

  test.each([...ATTACKS, ...FORGERIES])("refuses before anything is sent: $name", ({ name }) => {
    expect(outcomes.get(name)).toMatchObject({
      status: "rejected",
      reason: { name: "RefusedStatementError" },
    });
    expect(arrived.get(name)).toEqual([]);
  });

  test.each(HIDDEN_PARTS)("sends the plain read and not $name", ({ name }) => {
    expect(outcomes.get(name)).toMatchObject({ status: "fulfilled" });
    expect(arrived.get(name)).toEqual([expect.stringMatching(/^select `id` from `images`/)]);
    expect(arrived.get(name)?.join()).not.toContain(POISON);
  });

  test("nothing has changed", async () => {
    expect(await scratch.query("SELECT * FROM images")).toMatchObject([IMAGE]);
    expect(await scratch.query("SELECT * FROM alembic_version")).not.toContainEqual({
      version_num: "attack",
    });
  });
});

async function fateOf(statements: readonly string[], run: (sql: string) => Promise<unknown>): Promise<Fate> {
  const last = statements.at(-1) ?? "";
  for (const statement of statements.slice(0, -1)) await run(statement);
  try {
    await run(last);
    return "passes";
  } catch (error) {
    const { errno, cause } = error as { errno?: number; cause?: { errno?: number } };
    return errno ?? cause?.errno ?? Promise.reject(error);
  }
}

function expected(fate: Attack["session"]): Fate {
  return typeof fate === "object" ? fate[scratch.flavour] : fate;
}

describe("a READ ONLY session alone, whatever the account may do", () => {
  test.each(ATTACKS)("$name", async ({ statements, session, writesFile }) => {
    const { where } = parseUrl("--glance", almighty.url);
    const { raw } = await openMysqlSession("glance", where as MysqlWhere, openOptions());
    try {
      const fate = await fateOf(statements, (sql) => raw.query(sql, []));
      expect(fate).toBe(writesFile && !mayWriteFiles ? FILES_FORBIDDEN : expected(session));
    } finally {
      await raw.close();
    }
  });

  test("has let itself be switched off: that is why it is not the only layer", async () => {
    expect(await scratch.query("SELECT * FROM alembic_version")).toContainEqual({ version_num: "attack" });
  });
});

describe("an account of least privilege alone, in a session that may write", () => {
  test.each(ATTACKS)("$name", async ({ statements, account }) => {
    const connection = await createConnection(reader.url);
    try {
      expect(await fateOf(statements, (sql) => connection.query(sql))).toBe(expected(account));
    } finally {
      connection.destroy();
    }
  });
});

test("a session of ours can write in no transaction, and SQL text has one meaning", async () => {
  const { where } = parseUrl("--glance", almighty.url);
  const { raw, flavour } = await openMysqlSession("glance", where as MysqlWhere, openOptions());
  try {
    expect(flavour).toBe(scratch.flavour);
    const variable = flavour === "mariadb" ? "tx_read_only" : "transaction_read_only";
    const { rows } = await raw.query(`SELECT @@session.${variable}, @@session.sql_mode`, []);
    expect(rows).toEqual([
      [1, expect.stringMatching(/^(?!.*(ANSI_QUOTES|NO_BACKSLASH_ESCAPES)).*TRADITIONAL/)],
    ]);
    await expect(raw.query("DELETE FROM images; SELECT 1", [])).rejects.toMatchObject({
      cause: { errno: 1064 },
    });
  } finally {
    await raw.close();
  }
});
