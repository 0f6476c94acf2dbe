import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createConnection, createPool } from "mysql2/promise";
import type { Connection, Pool } from "mysql2/promise";
import { MYSQL_URL_VARIABLE, RUN_VARIABLE } from "./run-settings.ts";
import type { Flavour } from "./server-binary.ts";

/** ER_DB_DROP_RMDIR */
const FOLDER_NOT_EMPTY = 1010;

// oxlint-disable-next-line typescript/no-explicit-any -- tests read whatever they asked for
export type Row = Record<string, any>;

export interface ScratchOptions {
  /** Default utf8mb3, as OpenStack's own tools create it. */
  readonly charset?: string;
  /** Default: that of the charset. */
  readonly collation?: string;
  /** Administrator's URL of another server than the shared one. */
  readonly serverUrl?: string;
}

/** A database of one test, dropped at the end of its scope: `await using`. */
export interface ScratchDatabase extends AsyncDisposable {
  /** As administrator, with the database name. */
  readonly url: string;
  readonly database: string;
  readonly flavour: Flavour;
  /** Rows of a SELECT; several statements separated by `;` are allowed. */
  query(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

export interface AccountOptions {
  readonly password?: string;
  /** Default `%`. */
  readonly host?: string;
  readonly serverUrl?: string;
}

/** An account of one test. */
export interface ScratchAccount extends AsyncDisposable {
  readonly user: string;
  readonly password: string;
  /** As SQL writes it: `'user'@'%'`. */
  readonly account: string;
  /** With the first of the databases. */
  readonly url: string;
  urlFor(database: string): string;
  drop(): Promise<void>;
}

/** The administrator's URL of the server that all tests share; it names no database. */
export function sharedServerUrl(): string {
  const url = process.env[MYSQL_URL_VARIABLE];
  if (url === undefined || url === "") {
    throw new Error(`${MYSQL_URL_VARIABLE} is not set: run the tests with "npm test"`);
  }
  return url;
}

/** The same URL with another database, account, host or port. */
export function withUrl(
  url: string,
  change: { database?: string; user?: string; password?: string; host?: string; port?: number },
): string {
  const result = new URL(url);
  result.pathname =
    change.database === undefined ? result.pathname : `/${encodeURIComponent(change.database)}`;
  result.username = change.user === undefined ? result.username : encodeURIComponent(change.user);
  result.password = change.password === undefined ? result.password : encodeURIComponent(change.password);
  result.hostname = change.host ?? result.hostname;
  result.port = change.port === undefined ? result.port : String(change.port);
  return result.href;
}

function uniqueName(hint: string, maxLength: number): string {
  const run = process.env[RUN_VARIABLE] ?? "audit_test";
  const word = hint.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
  return `${run}_${randomBytes(4).toString("hex")}_${word}`.slice(0, maxLength);
}

/** With a connection of its own; several statements separated by `;` are allowed. */
export async function withConnection<T>(
  url: string,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await createConnection({
    uri: url,
    dateStrings: true,
    supportBigNumbers: true,
    multipleStatements: true,
  });
  try {
    return await use(connection);
  } finally {
    connection.destroy();
  }
}

/** Runs SQL as administrator of the shared server, or of another. */
export async function adminQuery(
  sql: string,
  params: readonly unknown[] = [],
  serverUrl: string = sharedServerUrl(),
): Promise<Row[]> {
  return await withConnection(serverUrl, async (connection) => {
    const [rows] = await connection.query(sql, [...params]);
    return rows as Row[];
  });
}

/**
 * Drops a database, if it is there. MariaDB 10.11 was seen to find its folder not empty for a moment, when
 * other tests kept it busy: it is asked again for ten seconds.
 */
export async function dropDatabase(database: string, serverUrl: string = sharedServerUrl()): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      await adminQuery(`DROP DATABASE IF EXISTS \`${database}\``, [], serverUrl);
      return;
    } catch (error) {
      if ((error as { errno?: unknown }).errno !== FOLDER_NOT_EMPTY || Date.now() > deadline) {
        throw error;
      }
    }
    await sleep(50);
  }
}

/** Which of the two a server is. */
async function flavourOf(serverUrl: string = sharedServerUrl()): Promise<Flavour> {
  const [row] = await adminQuery("SELECT VERSION() AS version", [], serverUrl);
  return String(row?.["version"]).includes("MariaDB") ? "mariadb" : "mysql";
}

/** Creates an empty database with a name that nobody else has. */
export async function scratchDatabase(hint: string, options: ScratchOptions = {}): Promise<ScratchDatabase> {
  const { charset = "utf8mb3", collation, serverUrl = sharedServerUrl() } = options;
  const database = uniqueName(hint, 64);
  const order = collation === undefined ? "" : ` COLLATE ${collation}`;
  await adminQuery(`CREATE DATABASE \`${database}\` CHARACTER SET ${charset}${order}`, [], serverUrl);
  const url = withUrl(serverUrl, { database });
  const flavour = await flavourOf(serverUrl);
  const pool: Pool = createPool({
    uri: url,
    connectionLimit: 2,
    dateStrings: true,
    supportBigNumbers: true,
    multipleStatements: true,
  });
  let dropped = false;
  const drop = async () => {
    if (dropped) {
      return;
    }
    dropped = true;
    await pool.end();
    await dropDatabase(database, serverUrl);
  };
  return {
    url,
    database,
    flavour,
    query: async (sql, params = []) => (await pool.query(sql, [...params]))[0] as Row[],
    drop,
    [Symbol.asyncDispose]: drop,
  };
}

function grantStatements(grant: string, databases: readonly string[], account: string): string[] {
  const sql = /^(GRANT|REVOKE|ALTER|SET|CREATE|FLUSH)\b/i.test(grant)
    ? grant
    : `GRANT ${grant} ON {database}.* TO {account}`;
  const targets = sql.includes("{database}") ? databases : [""];
  return targets.map((name) => sql.replaceAll("{database}", `\`${name}\``).replaceAll("{account}", account));
}

/**
 * Creates an account. A grant is a list of privileges on each whole database (`SELECT`), or a statement in
 * which `{account}` and `{database}` (once for each of them) are filled in.
 */
export async function scratchAccount(
  databases: string | readonly string[],
  grants: readonly string[] = ["SELECT"],
  options: AccountOptions = {},
): Promise<ScratchAccount> {
  const {
    serverUrl = sharedServerUrl(),
    host = "%",
    password = randomBytes(9).toString("base64url"),
  } = options;
  const names = typeof databases === "string" ? [databases] : databases;
  const user = uniqueName("u", 32);
  const account = `'${user}'@'${host}'`;
  const statements = grants.flatMap((grant) => grantStatements(grant, names, account));
  await adminQuery(`CREATE USER ${account} IDENTIFIED BY ?`, [password], serverUrl);
  for (const statement of statements) {
    await adminQuery(statement, [], serverUrl);
  }
  const urlFor = (database: string) => withUrl(serverUrl, { user, password, database });
  const drop = async () => {
    await adminQuery(`DROP USER IF EXISTS ${account}`, [], serverUrl);
  };
  return { user, password, account, url: urlFor(names[0] ?? ""), urlFor, drop, [Symbol.asyncDispose]: drop };
}

/** Removes the databases and accounts of this run that tests left on a server that is not ours. */
export async function dropLeftovers(): Promise<void> {
  const pattern = `${process.env[RUN_VARIABLE] ?? "audit_test"}_%`.replaceAll("_", "\\_");
  const databases = await adminQuery(
    "SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE ?",
    [pattern],
  );
  for (const { name } of databases) {
    await dropDatabase(String(name));
  }
  const accounts = await adminQuery("SELECT User AS user, Host AS host FROM mysql.user WHERE User LIKE ?", [
    pattern,
  ]);
  for (const { user, host } of accounts) {
    await adminQuery(`DROP USER IF EXISTS '${user}'@'${host}'`);
  }
}
