import { expect, test } from "vitest";
import { GRANTED_TABLES, type Service } from "../../migrations-readonly/index.ts";
import { writingPrivileges } from "../../src/guard/grants.ts";
import { adminQuery, scratchAccount, scratchDatabase } from "../support/mysql.ts";

const HASH = "*B69027D44F6E5EDC07F1AEAD1477967B16F28227";
const USAGE = `GRANT USAGE ON *.* TO \`a\`@\`%\` IDENTIFIED BY PASSWORD '${HASH}'`;

const CASES: readonly (readonly [name: string, grants: readonly string[], writing: readonly string[]])[] = [
  ["nothing at all", [], []],
  ["MariaDB: only logging in", [USAGE], []],
  ["MariaDB: reading tables", [USAGE, "GRANT SELECT ON `glance`.`images` TO `a`@`%`"], []],
  [
    "MariaDB: looking at the server",
    [
      `GRANT PROCESS, SHOW DATABASES, BINLOG MONITOR, SLAVE MONITOR, REPLICA MONITOR ON *.* TO \`a\`@\`%\` IDENTIFIED BY PASSWORD '${HASH}'`,
      "GRANT SELECT, SHOW VIEW, SHOW CREATE ROUTINE ON `glance`.* TO `a`@`%`",
    ],
    [],
  ],
  [
    "MySQL: looking at the server",
    [
      "GRANT PROCESS, SHOW DATABASES, REPLICATION CLIENT ON *.* TO `a`@`%`",
      "GRANT SHOW_ROUTINE ON *.* TO `a`@`%`",
    ],
    [],
  ],
  ["everything", ["GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost`"], ["ALL PRIVILEGES"]],
  [
    "everything, and giving it away",
    [
      `GRANT ALL PRIVILEGES ON *.* TO \`root\`@\`localhost\` IDENTIFIED VIA mysql_native_password USING '${HASH}' OR unix_socket WITH GRANT OPTION`,
      "GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION",
    ],
    ["ALL PRIVILEGES", "GRANT OPTION", "PROXY"],
  ],
  [
    "giving away what is only to be read",
    ["GRANT SELECT ON *.* TO `a`@`%` REQUIRE SSL WITH GRANT OPTION MAX_QUERIES_PER_HOUR 1000"],
    ["GRANT OPTION"],
  ],
  [
    "several statements, sorted, each once",
    [
      "GRANT SELECT, UPDATE ON `glance`.* TO `a`@`%`",
      "GRANT UPDATE, INSERT, SELECT ON `glance`.`images` TO `a`@`%`",
    ],
    ["INSERT", "UPDATE"],
  ],
  [
    "what takes locks, files or routines",
    ["GRANT FILE ON *.* TO `a`@`%`", "GRANT SELECT, LOCK TABLES, EXECUTE ON `glance`.* TO `a`@`%`"],
    ["EXECUTE", "FILE", "LOCK TABLES"],
  ],
  ["reading columns", ["GRANT SELECT (`id`, `name`) ON `glance`.`images` TO `a`@`%`"], []],
  [
    "writing columns",
    ["GRANT SELECT (`n`), INSERT (`id`, `n`), UPDATE (`n`) ON `glance`.`images` TO `a`@`%`"],
    ["INSERT", "UPDATE"],
  ],
  [
    "names that look like SQL",
    [
      "GRANT SELECT (`a ON b`), INSERT (`c),(d`), REFERENCES (`e``, DELETE`) ON `odd ON (x)`.`t` TO `a ON b`@`%`",
      "GRANT SELECT ON `x WITH GRANT OPTION`.* TO `a`@`%`",
    ],
    ["INSERT", "REFERENCES"],
  ],
  [
    "MySQL: dynamic privileges",
    ["GRANT BACKUP_ADMIN,SHOW_ROUTINE,SYSTEM_VARIABLES_ADMIN ON *.* TO `a`@`%`"],
    ["BACKUP_ADMIN", "SYSTEM_VARIABLES_ADMIN"],
  ],
  [
    "MySQL: a role that is not active",
    ["GRANT USAGE ON *.* TO `a`@`%`", "GRANT `writer`@`%` TO `a`@`%`"],
    [],
  ],
  [
    "MySQL: an active role, shown as the account's own",
    [
      "GRANT USAGE ON *.* TO `a`@`%`",
      "GRANT INSERT ON `glance`.`images` TO `a`@`%`",
      "GRANT `writer`@`%` TO `a`@`%`",
    ],
    ["INSERT"],
  ],
  [
    "MariaDB: an active role that has another",
    [
      "GRANT `outer` TO `a`@`%`",
      USAGE,
      "GRANT `writer` TO `outer`",
      "GRANT SELECT ON `glance`.* TO `outer`",
      "GRANT DELETE ON `glance`.`images` TO `writer`",
      "SET DEFAULT ROLE `outer` FOR `a`@`%`",
    ],
    ["DELETE"],
  ],
  [
    "a role that may be given away",
    ["GRANT `reader` TO `a`@`%` WITH ADMIN OPTION", "GRANT `ON x TO y`@`%` TO `a`@`%` WITH ADMIN OPTION"],
    ["ADMIN OPTION"],
  ],
  [
    "MySQL: what was taken back again",
    ["GRANT INSERT ON *.* TO `a`@`%`", "REVOKE INSERT ON `mysql`.* FROM `a`@`%`"],
    ["INSERT"],
  ],
];

test.each(CASES)("%s", (_, grants, writing) => {
  expect(writingPrivileges(grants)).toEqual(writing);
});

test.each(CASES)("no secret in the answer to: %s", (_, grants) => {
  expect(writingPrivileges(grants).join()).toMatch(/^[A-Z_ ,]*$/);
});

const selects = (service: Service) =>
  GRANTED_TABLES[service].map(({ name }) => `GRANT SELECT ON {database}.${name} TO {account}`);

async function grantsOf(url: string): Promise<string[]> {
  return (await adminQuery("SHOW GRANTS", [], url)).map((row) => String(Object.values(row)[0]));
}

test.each(Object.keys(GRANTED_TABLES) as Service[])(
  "a real account for %s can only read",
  async (service) => {
    await using scratch = await scratchDatabase("grants");
    for (const { name } of GRANTED_TABLES[service]) await scratch.query(`CREATE TABLE ${name} (id int)`);
    await using account = await scratchAccount(scratch.database, selects(service));
    expect(writingPrivileges(await grantsOf(account.url))).toEqual([]);
    for (const { name } of GRANTED_TABLES[service]) {
      const write = adminQuery(`INSERT INTO ${name} (id) VALUES (1)`, [], account.url);
      await expect(write).rejects.toThrow(/denied/);
    }
  },
);

test("a real account: least privilege, then one privilege too many, then one by a role", async () => {
  await using scratch = await scratchDatabase("grants");
  for (const { name } of GRANTED_TABLES.glance) await scratch.query(`CREATE TABLE ${name} (id int)`);
  await using account = await scratchAccount(scratch.database, selects("glance"));
  expect(writingPrivileges(await grantsOf(account.url))).toEqual([]);

  await adminQuery(`GRANT INSERT (id), TRIGGER ON \`${scratch.database}\`.images TO ${account.account}`);
  expect(writingPrivileges(await grantsOf(account.url))).toEqual(["INSERT", "TRIGGER"]);
  await adminQuery(`REVOKE INSERT (id), TRIGGER ON \`${scratch.database}\`.images FROM ${account.account}`);

  const role = `'${account.user.slice(0, 28)}role'`;
  await adminQuery(`CREATE ROLE ${role}`);
  try {
    await adminQuery(`GRANT DELETE ON \`${scratch.database}\`.* TO ${role}`);
    await adminQuery(`GRANT ${role} TO ${account.account}`);
    expect(writingPrivileges(await grantsOf(account.url))).toEqual([]);
    const word = scratch.flavour === "mariadb" ? "FOR" : "TO";
    await adminQuery(`SET DEFAULT ROLE ${role} ${word} ${account.account}`);
    expect(writingPrivileges(await grantsOf(account.url))).toEqual(["DELETE"]);
  } finally {
    await adminQuery(`DROP ROLE ${role}`);
  }
});
