import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSchema } from "../../migrations-readonly/index.ts";
import { freePort } from "../support/free-port.ts";
import { scratchAccount, scratchDatabase, withUrl } from "../support/mysql.ts";
import type { ScratchAccount, ScratchDatabase } from "../support/mysql.ts";
import { runCli } from "../support/run-cli.ts";
import { scratchSqlite, writableMysql } from "../support/sqlite.ts";
import { expectEmpty, expectSentences } from "./failure.ts";
import { scratchDirectory } from "./scratch-directory.ts";
import { seedGlance } from "./seed-glance.ts";

const PASSWORD = "Geheim/§%40";
const resources = new AsyncDisposableStack();
let glance: ScratchDatabase;
let account: ScratchAccount;

beforeAll(async () => {
  glance = resources.use(await seedGlance(3));
  account = resources.use(await scratchAccount(glance.database, ["SELECT"], { password: PASSWORD }));
});
afterAll(() => resources.disposeAsync());

/** Glance cannot be used: exit 3, and reasons on standard error. */
async function expectUnusable(
  url: string,
  why: readonly RegExp[],
  more: readonly string[] = [],
): Promise<void> {
  const result = await runCli(["images", "--glance", url, "-f", "json", ...more]);
  expect(result).toMatchObject({ code: 3, stdout: "" });
  for (const reason of why) expect(result.stderr).toMatch(reason);
  expectSentences(result.stderr, [PASSWORD, encodeURIComponent(PASSWORD)]);
}

/** The same where a file is wanted: none is there afterwards. */
async function expectNoFile(url: string, why: readonly RegExp[]): Promise<void> {
  using directory = scratchDirectory();
  await expectUnusable(url, why, ["-o", directory.file("report.json"), "--manifest"]);
  expectEmpty(directory.path);
}

/** Runs with an account that has these grants on the glance database, and a password like all others here. */
async function withGrants(
  grants: readonly string[],
  use: (account: ScratchAccount) => Promise<void>,
): Promise<void> {
  await using limited = await scratchAccount(glance.database, grants, { password: PASSWORD });
  await use(limited);
}

test("the account that the failures differ from is good", async () => {
  expect(await runCli(["images", "--glance", account.url])).toMatchObject({ code: 0 });
});

describe.concurrent("a server that cannot be used", () => {
  test("wrong password", async () => {
    const url = withUrl(account.url, { password: `${PASSWORD}x` });
    await expectNoFile(url, [
      /^Cannot connect to the glance database/,
      new RegExp(account.user),
      /password is wrong\. Check/,
    ]);
  });

  test("a password where none is given", async () => {
    await expectUnusable(withUrl(account.url, { password: "" }), [/password/, /Check|Give/]);
  });

  test("connection refused", async () => {
    const port = await freePort();
    await expectUnusable(withUrl(account.url, { host: "127.0.0.1", port }), [
      new RegExp(`127\\.0\\.0\\.1:${port}`),
      /nothing listens there\. Check the host and port/,
    ]);
  });

  test("every one of several hosts refuses", async () => {
    const [first, second] = [await freePort(), await freePort()];
    const url = withUrl(account.url, { host: "127.0.0.1", port: first });
    await expectUnusable(url.replace(`:${first}`, `:${first},127.0.0.1:${second}`), [
      /nothing listens there/,
    ]);
  });

  test("unknown host", async () => {
    await expectUnusable(withUrl(account.url, { host: "no-such-host.invalid" }), [
      /no-such-host\.invalid/,
      /not known|could not be looked up/,
      /DNS/,
    ]);
  });

  test("no such socket", async () => {
    const url = `${withUrl(account.url, { host: "localhost" })}?unix_socket=/no/such/socket`;
    await expectUnusable(url, [/\/no\/such\/socket/, /no such socket file\. Check the path/]);
  });

  test("unknown database", async () => {
    await withGrants(["GRANT SELECT ON *.* TO {account}"], async (reader) => {
      await expectUnusable(reader.urlFor("no_such_glance"), [
        /\/no_such_glance:/,
        /no database of that name/,
        /SHOW DATABASES/,
      ]);
    });
  });

  test("a database that the account may not use", async () => {
    await expectUnusable(account.urlFor("mysql"), [/may not use that database/, /glance-audit grants/]);
  });
});

describe.concurrent("an account that may not read a table", () => {
  test.each([
    ["images", "image_properties"],
    ["image_properties", "images"],
  ])("%s", async (missing, granted) => {
    const grants = [`GRANT SELECT ON {database}.${granted} TO {account}`];
    await withGrants(grants, async (reader) => {
      await expectNoFile(reader.url, [
        new RegExp(`may not read the table ${missing} in`),
        /Grant it SELECT: `glance-audit grants`/,
      ]);
    });
  });

  test("nor some of its columns", async () => {
    const columns = "id, name, owner, status, size, created_at, updated_at, deleted_at, deleted";
    const grants = [
      `GRANT SELECT (${columns}) ON {database}.images TO {account}`,
      "GRANT SELECT ON {database}.image_properties TO {account}",
    ];
    await withGrants(grants, async (reader) => {
      await expectUnusable(reader.url, [/table images in .* has no disk_format/]);
    });
  });

  test("nor write, where that was asked for", async () => {
    await withGrants(["SELECT, INSERT"], async (writer) => {
      await expectUnusable(
        writer.url,
        [/could write \(INSERT\)/, /glance-audit grants/],
        ["--require-readonly-account"],
      );
    });
  });
});

describe.concurrent("not a glance schema", () => {
  test("an empty database", async () => {
    await using empty = await scratchDatabase("empty");
    await withGrantsOn(empty, async (url) => {
      await expectUnusable(url, [/no table images/, /not a glance database\. Give the one/]);
    });
  });

  test("a nova database", async () => {
    await using nova = await scratchDatabase("nova");
    const db = writableMysql(nova.url);
    await buildSchema(db, "mysql", "nova-cell");
    await db.destroy();
    await withGrantsOn(nova, async (url) => {
      await expectUnusable(url, [/no table images/, /glance-api\.conf/]);
    });
  });

  test("a glance of Icehouse, without a column that Liberty has", async () => {
    await using old = await scratchDatabase("old");
    await old.query("CREATE TABLE images (id VARCHAR(36) PRIMARY KEY, name TEXT, is_public INT)");
    await old.query("CREATE TABLE image_properties (id INT PRIMARY KEY)");
    await withGrantsOn(old, async (url) => {
      await expectUnusable(url, [/table images in .* has no owner, status/, /Liberty or later/]);
    });
  });
});

async function withGrantsOn(
  { database }: ScratchDatabase,
  use: (url: string) => Promise<void>,
): Promise<void> {
  await using reader = await scratchAccount(database, ["SELECT"], { password: PASSWORD });
  await use(reader.url);
}

describe.concurrent("an SQLite file that cannot be used", () => {
  test("missing", async () => {
    await expectNoFile("sqlite:////no/such/glance.db", [
      /no SQLite file \/no\/such\/glance\.db/,
      /Check the path/,
    ]);
  });

  test("a directory", async () => {
    using directory = scratchDirectory();
    await expectUnusable(`sqlite:///${directory.path}`, [/Cannot open the SQLite file/]);
  });

  test("not a database", async () => {
    using directory = scratchDirectory();
    writeFileSync(directory.file("glance.db"), "id,name\n".repeat(1000));
    await expectUnusable(`sqlite:///${directory.file("glance.db")}`, [
      /cannot be read as a database of glance/,
      /not a database/,
    ]);
  });

  test("empty", async () => {
    using directory = scratchDirectory();
    writeFileSync(directory.file("glance.db"), "");
    await expectUnusable(`sqlite:///${directory.file("glance.db")}`, [
      /no table images in/,
      /not a glance database/,
    ]);
  });

  test("not a glance", async () => {
    await using nova = scratchSqlite("nova");
    await buildSchema(nova.db, "sqlite", "nova-cell");
    await expectUnusable(nova.url, [/no table images in/, /not a glance database/]);
  });
});

test("a nova that cannot be used leaves the report of glance, marked as incomplete", async () => {
  using directory = scratchDirectory();
  const path = directory.file("report.csv");
  const nova = withUrl(account.url, { host: "127.0.0.1", port: await freePort() });
  const args = ["images", "--glance", account.url, "--nova", nova, "-o", path, "--manifest", "--quiet"];
  expect(await runCli(args)).toMatchObject({ code: 4, stdout: "" });
  expect(readFileSync(path, "utf8").split("\r\n")).toHaveLength(3 + 2);
  const manifest = readFileSync(`${path}.manifest.json`, "utf8");
  expect(JSON.parse(manifest).audit).toMatchObject({
    complete: false,
    reason: expect.stringMatching(/Cannot connect to the nova database .*nothing listens there/),
  });
  expect(manifest).not.toContain("Geheim");
});

test("--verbose adds the stack trace and the cause, still without the password", async () => {
  const args = ["images", "--glance", withUrl(account.url, { password: `${PASSWORD}x` })];
  const verbose = await runCli([...args, "--verbose"]);
  expect(verbose).toMatchObject({ code: 3, stdout: "" });
  expect(verbose.stderr).toMatch(/^ +at /m);
  expect(verbose.stderr).toContain("Caused by: ");
  expect(verbose.stderr).not.toContain("Geheim");
});
