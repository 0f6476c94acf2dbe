import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createConnection, type Connection } from "mysql2/promise";
import { describe, expect, test } from "vitest";
import { buildSchema, grantsSql, GRANTED_TABLES, type Service } from "../../migrations-readonly/index.ts";
import { adminQuery, scratchDatabase, withUrl } from "../support/mysql.ts";
import { writableMysql } from "../support/sqlite.ts";

const SERVICES = Object.keys(GRANTED_TABLES) as Service[];
const FOLDER = join(import.meta.dirname, "../../migrations-readonly/grants");
const TABLE_ACCESS_DENIED = 1142;

interface Granted {
  readonly database: string;
  readonly flavour: "mariadb" | "mysql";
  /** As the new account. */
  readonly url: string;
}

function scratchUser(): string {
  return `audit_test_${randomBytes(4).toString("hex")}`;
}

async function loggedIn(url: string, use: (connection: Connection) => Promise<void>): Promise<void> {
  const connection = await createConnection(url);
  try {
    await use(connection);
  } finally {
    connection.destroy();
  }
}

/** Builds the schema and runs the SQL as an administrator's client would: by statement, and twice. */
async function withAccount(
  service: Service,
  { user = scratchUser(), password = randomBytes(9).toString("base64url") },
  use: (granted: Granted) => Promise<void>,
): Promise<void> {
  await using scratch = await scratchDatabase(`grants_${service}`);
  await using db = writableMysql(scratch.url);
  await buildSchema(db, "mysql", service);
  await scratch.query("CREATE TABLE unread (id int PRIMARY KEY)");
  const { database, flavour } = scratch;
  const statements = grantsSql({ service, user, database })
    .replaceAll("CHANGE_ME", password.replaceAll("'", "''"))
    .replaceAll(/^--.*\n/gm, "")
    .split(/;\n/)
    .filter((statement) => statement.trim() !== "");
  try {
    for (const statement of [...statements, ...statements]) {
      await adminQuery(statement);
    }
    await use({ database, flavour, url: withUrl(scratch.url, { user, password }) });
  } finally {
    await adminQuery(`DROP USER IF EXISTS '${user.replaceAll("'", "''")}'@'%'`);
  }
}

describe.each(SERVICES)("grants for %s", (service) => {
  test("the .sql file is what grantsSql prints (vitest -u writes it anew)", async () => {
    await expect(grantsSql({ service })).toMatchFileSnapshot(join(FOLDER, `${service}.sql`));
  });

  test("the account reads the tables, all of them, and can do nothing else", async () => {
    const tables = GRANTED_TABLES[service].filter((table) => table.mayLack === undefined);
    await withAccount(service, {}, async ({ flavour, url }) => {
      await loggedIn(url, async (connection) => {
        const refused = (statement: string) =>
          expect(connection.query(statement)).rejects.toMatchObject({
            errno: TABLE_ACCESS_DENIED,
          });
        for (const { name } of tables) {
          await connection.query(`SELECT * FROM ${name}`);
          await refused(`INSERT INTO ${name} SELECT * FROM ${name}`);
          await refused(`DELETE FROM ${name}`);
          await refused(`DROP TABLE ${name}`);
          // MariaDB lets whoever may read lock rows as well: that is why the tool has a guard of its own.
          const lock = `SELECT * FROM ${name} FOR UPDATE`;
          await (flavour === "mariadb" ? connection.query(lock) : refused(lock));
        }
        await refused("SELECT * FROM unread");
      });
    });
  });
});

test("the optional lines are SQL too", async () => {
  const user = scratchUser();
  await withAccount("glance", { user }, async ({ database, flavour, url }) => {
    const foreign = flavour === "mariadb" ? "REPLICATION CLIENT" : "REPLICA MONITOR";
    const optional = grantsSql({ service: "glance", user, database })
      .split("\n")
      .filter((line) => line.startsWith("--") && !line.includes(foreign))
      .map((line) => line.replace(/^-- (?:MariaDB [^:]*: *|MySQL: *)?/, ""))
      .filter((line) => /^(?:GRANT|ALTER USER) /.test(line));
    expect(optional).toHaveLength(3);
    for (const statement of optional) {
      await adminQuery(statement);
    }
    // The server of the tests need not offer TLS.
    await adminQuery(`ALTER USER '${user}'@'%' REQUIRE NONE`);
    await loggedIn(url, async (connection) => {
      await connection.query("SHOW REPLICA STATUS");
      await connection.query("SELECT * FROM migrate_version");
      await connection.query("SHOW GLOBAL STATUS LIKE 'Threads_running'");
    });
  });
});

test("quotes in names and passwords are data", async () => {
  const user = `o'b\`${randomBytes(4).toString("hex")}`;
  await withAccount("keystone", { user, password: "it's; -- not `SQL`" }, async ({ url }) => {
    await loggedIn(url, async (connection) => {
      const [rows] = await connection.query("SELECT * FROM project");
      expect(rows).toEqual([]);
    });
  });
});

test.each([
  ["password", { password: "back\\slash" }],
  ["user", { user: "" }],
  ["host", { host: "a\nb" }],
  ["database", { database: "gl\u0000ance" }],
])("a %s that cannot be quoted safely is refused", (what, options) => {
  expect(() => grantsSql({ service: "glance", ...options })).toThrow(
    new RegExp(`The ${what} for the grants`),
  );
});
