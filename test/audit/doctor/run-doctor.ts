import { expect } from "vitest";
import { buildSchema, grantsSql, type Service } from "../../../migrations-readonly/index.ts";
import { adminQuery, scratchAccount, scratchDatabase, withUrl } from "../../support/mysql.ts";
import { runCli, type CliOptions } from "../../support/run-cli.ts";
import { writableMysql } from "../../support/sqlite.ts";

/** A row of `doctor -f json`. */
export interface DoctorRow {
  readonly database: string | null;
  readonly service: string | null;
  readonly level: "ok" | "note" | "warning" | "problem";
  readonly check: string;
  readonly subject: string;
  readonly finding: string;
  readonly advice: string | null;
}

export interface DoctorReport {
  readonly code: number | null;
  readonly rows: readonly DoctorRow[];
  readonly totals: Readonly<Record<string, number>>;
  readonly audit: { readonly complete: boolean; readonly reason: string | null };
  /** Those that ask for attention, shortened to what tells them apart. */
  readonly attention: readonly string[];
}

/** Runs the built program and reads its report; nothing of it may contain a secret. */
export async function doctor(
  args: readonly string[],
  { secrets = [], ...options }: CliOptions & { readonly secrets?: readonly string[] } = {},
): Promise<DoctorReport> {
  const { code, stdout, stderr } = await runCli(["doctor", "-f", "json", ...args], options);
  expect(stderr).toBe("");
  for (const secret of secrets) expect(stdout).not.toContain(secret);
  const { rows, totals, audit } = JSON.parse(stdout);
  const attention = (rows as DoctorRow[])
    .filter(({ level }) => level === "warning" || level === "problem")
    .map(({ database, level, check, subject }) => `${database} ${level} ${check} ${subject}`);
  return { code, rows, totals, audit, attention };
}

/** The one row of a database that says this. */
export function rowOf(
  { rows }: DoctorReport,
  database: string | null,
  check: string,
  subject?: string,
): DoctorRow {
  const found = rows.filter(
    (row) => row.database === database && row.check === check && (subject ?? row.subject) === row.subject,
  );
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** A database of a service, and an account that has what `glance-audit grants` gives. */
export interface GrantedDatabase extends AsyncDisposable {
  readonly database: string;
  /** As the account. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Runs SQL as administrator. */
  alter(sql: string): Promise<void>;
}

/** @param serverUrl the administrator's URL of a server of the test's own */
export async function grantedDatabase(
  service: Service,
  upTo?: string,
  serverUrl?: string,
): Promise<GrantedDatabase> {
  const server = serverUrl === undefined ? {} : { serverUrl };
  const scratch = await scratchDatabase(service, server);
  await using db = writableMysql(scratch.url);
  await buildSchema(db, "mysql", service, upTo);
  const account = await scratchAccount(scratch.database, [], server);
  const grants = grantsSql({ service, database: scratch.database })
    .split("\n")
    .filter((line) => line.startsWith("GRANT"))
    .map((line) => line.replace(/ TO .*/, ` TO ${account.account}`));
  const tables = await scratch.query("SHOW TABLES");
  const existing = new Set(tables.flatMap((row) => Object.values(row)));
  for (const grant of grants.filter((sql) => existing.has(/\.`(\w+)` TO/.exec(sql)?.[1]))) {
    await adminQuery(grant, [], serverUrl);
  }
  return {
    database: scratch.database,
    url: account.url,
    user: account.user,
    password: account.password,
    alter: async (sql) => void (await scratch.query(sql)),
    [Symbol.asyncDispose]: async () => {
      await account.drop();
      await scratch.drop();
    },
  };
}

/** The same URL with another password. */
export function misspelled({ url, password }: GrantedDatabase): string {
  return withUrl(url, { password: `${password}x` });
}
