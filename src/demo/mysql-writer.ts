import { Kysely, MysqlDialect } from "kysely";
import { createPool } from "mysql2";
import { createConnection, type ConnectionOptions } from "mysql2/promise";
import { AuditError, UsageError } from "../errors.ts";
import { buildDemoSchema } from "./imperfections.ts";
import type { LoadedCloud, LoadOptions } from "./load.ts";
import { makeCloud, type Cloud } from "./make-cloud.ts";
import { addForeignKeys, addKeys, dropIndexes, type TableIndexes } from "./mysql-indexes.ts";
import { Lane } from "./mysql-lane.ts";
import { parseServerUrl, type ServerUrl } from "./server-url.ts";
import { rowsOf, type SqlConnection } from "./sql-connection.ts";
import { byDatabase, DATABASES, type DatabaseName } from "./tables.ts";
import type { CloudTotals } from "./truth.ts";
import { writePages } from "./write-pages.ts";

export interface MysqlLoadOptions extends LoadOptions {
  /** Put before the names of the databases; default none. */
  readonly prefix?: string | undefined;
}

/** From so many images on, indexes are better built after loading. */
const LARGE = 50_000;

type Names = Readonly<Record<DatabaseName, string>>;

/**
 * Creates the databases of a cloud on a scratch server and fills them. The URL names a server, no database.
 * Throws a UsageError unless every database it wants is absent or empty: it never adds to what is there, and
 * never drops anything.
 */
export async function loadMysql(url: string, options: MysqlLoadOptions): Promise<LoadedCloud> {
  const server = parseServerUrl(url);
  const { prefix = "" } = options;
  if (!/^\w{0,40}$/.test(prefix)) {
    throw new UsageError(
      `The prefix "${prefix}" must be up to 40 letters, digits and underscores. Give another.`,
    );
  }
  const names = byDatabase((name) => `${prefix}${name}`);
  const lanes: Lane[] = [];
  try {
    const properties = await openLane(server, lanes);
    const others = await openLane(server, lanes);
    await requireEmpty(others.connection, server, names);
    const cloud = makeCloud({
      ...options,
      cellUrls: byDatabase((name) => server.openStackUrlOf(names[name])),
      pageRows: await pageRowsFor(others.connection),
    });
    const totals = await createAndFill({ properties, others }, server, names, cloud, options.onProgress);
    return { databases: byDatabase((name) => server.urlOf(names[name])), named: cloud.named, totals };
  } finally {
    for (const { connection } of lanes) connection.destroy();
  }
}

async function openLane(server: ServerUrl, lanes: Lane[]): Promise<Lane> {
  const lane = new Lane(await connect(server));
  lanes.push(lane);
  return lane;
}

async function createAndFill(
  lanes: Lanes,
  server: ServerUrl,
  names: Names,
  cloud: Cloud,
  onProgress: LoadOptions["onProgress"],
): Promise<CloudTotals> {
  const made: string[] = [];
  try {
    for (const name of DATABASES) {
      await createDatabase(lanes.others.connection, names[name]);
      made.push(names[name]);
      await createTables(server, name, names[name]);
    }
    return await fill(lanes, cloud, names, onProgress);
  } catch (error) {
    if (error instanceof AuditError) throw error;
    const drops = made.map((name) => `DROP DATABASE \`${name}\`;`).join(" ");
    const advice = drops === "" ? "Nothing was made." : `Remove the half of it that was made: ${drops}`;
    throw new UsageError(
      `The demo could not be loaded into ${server.shown}: ${(error as Error).message}. ${advice}`,
      error,
    );
  }
}

function settingsOf(server: ServerUrl, database?: string): ConnectionOptions {
  return {
    ...server.address,
    ...(database === undefined ? {} : { database }),
    charset: "utf8mb4",
    connectTimeout: 10_000,
    multipleStatements: false,
  };
}

async function connect(server: ServerUrl): Promise<SqlConnection> {
  try {
    return await createConnection(settingsOf(server));
  } catch (error) {
    throw new UsageError(
      `The demo's server ${server.shown} cannot be used: ${(error as Error).message}. ` +
        "Give the URL of a scratch server on which the account may create databases.",
      error,
    );
  }
}

async function requireEmpty(connection: SqlConnection, server: ServerUrl, names: Names): Promise<void> {
  const rows = await rowsOf(
    connection,
    "SELECT TABLE_SCHEMA AS name, COUNT(*) AS tables FROM information_schema.TABLES " +
      "WHERE TABLE_SCHEMA IN (?) GROUP BY TABLE_SCHEMA",
    [Object.values(names)],
  );
  if (rows.length === 0) return;
  const found = rows.map((row) => `${String(row["name"])} (${String(row["tables"])} tables)`).join(", ");
  throw new UsageError(
    `The demo fills only databases that are absent or empty, but ${server.shown} has ${found}. ` +
      "Nothing was changed. Use another server, or drop these if they are an earlier demo's.",
  );
}

/** Large pages are faster, as long as a page of the widest rows stays far below the server's packet. */
async function pageRowsFor(connection: SqlConnection): Promise<number> {
  const [row] = await rowsOf(connection, "SELECT @@max_allowed_packet AS bytes");
  return Number(row?.["bytes"]) >= 8 * 2 ** 20 ? 2000 : 200;
}

/** utf8mb3 is what the services' own tools ask for; the server's default would often be utf8mb4. */
async function createDatabase(connection: SqlConnection, name: string): Promise<void> {
  await connection.query("CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb3", [name]);
}

async function createTables(server: ServerUrl, name: DatabaseName, database: string): Promise<void> {
  const pool = createPool({ ...settingsOf(server, database), connectionLimit: 1 });
  const db = new Kysely<unknown>({ dialect: new MysqlDialect({ pool }) });
  try {
    await buildDemoSchema(db, "mysql", name);
  } finally {
    await db.destroy();
  }
}

/** Two connections, since two thirds of all rows are image_properties: one for these, one for the rest. */
async function fill(
  lanes: Lanes,
  cloud: Cloud,
  names: Names,
  onProgress: LoadOptions["onProgress"],
): Promise<CloudTotals> {
  const { properties, others } = lanes;
  await Promise.all([properties.open(), others.open()]);
  const dropped: TableIndexes[] = [];
  if (cloud.images >= LARGE) {
    for (const name of DATABASES) dropped.push(...(await dropIndexes(others.connection, names[name])));
  }
  const laneOf = (table: string) => (table === "image_properties" ? properties : others);
  const totals = await writePages(
    cloud,
    (page) => laneOf(page.table).insert(names[page.database], page),
    onProgress,
  );
  const complete = async (lane: Lane) => {
    await lane.finish();
    for (const indexes of dropped.filter(({ table }) => laneOf(table) === lane)) {
      await addKeys(lane.connection, indexes);
    }
    await lane.analyze();
  };
  await Promise.all([complete(properties), complete(others)]);
  for (const indexes of dropped) await addForeignKeys(others.connection, indexes);
  return totals;
}

interface Lanes {
  readonly properties: Lane;
  readonly others: Lane;
}
