import { Kysely } from "kysely";
import type { ReadonlyQueryCreator } from "kysely/readonly";
import { IncompleteError, UnusableError } from "../errors.ts";
import { summarisePrivileges, writingPrivileges } from "../guard/grants.ts";
import { GuardedConnection } from "../guard/guarded-connection.ts";
import { compilerFor, readOnlyDialect } from "../guard/read-only-dialect.ts";
import type { RawConnection } from "../guard/raw-connection.ts";
import type { Handle, Service } from "./handle.ts";
import { KindConnection } from "./kind-connection.ts";
import { LoadGate, type WatchedServer } from "./load-gate.ts";
import type { OpenOptions } from "./open-options.ts";
import { ReconnectingConnection } from "./reconnecting-connection.ts";
import { isSameServer } from "./server-identity.ts";
import { readShape } from "./shape.ts";
import { databaseName, describeWhere, type MysqlWhere, type SqliteWhere, type Where } from "./where.ts";

/**
 * Opens a service's database for reading. With snapshot consistency all that is read through the handle is
 * one moment: that of its opening.
 * @throws UnusableError when it cannot be connected to or read at all
 */
export function openDatabase<S extends Service, Tables>(
  service: S,
  where: Where,
  options: OpenOptions,
): Promise<Handle<S, Tables>> {
  return where.engine === "sqlite"
    ? openSqliteDatabase(service, where, options)
    : openMysqlDatabase(service, where, options);
}

async function openMysqlDatabase<S extends Service, Tables>(
  service: S,
  where: MysqlWhere,
  options: OpenOptions,
): Promise<Handle<S, Tables>> {
  const { hostsAfter, openMysqlSession } = await import("./open-mysql.ts");
  const session = await openMysqlSession(service, where, options);
  const servers = [session.identity];
  if (options.kindness?.maxLagSeconds !== undefined && session.identity.replica?.length === 0) {
    remark(options, `The server of ${service} is no replica: --max-lag has nothing to wait for.`);
  }
  let { host } = session;
  const reopen = async () => {
    const next = await openMysqlSession(service, { ...where, hosts: hostsAfter(where.hosts, host) }, options);
    if (!servers.some((known) => isSameServer(next.identity, known))) servers.push(next.identity);
    host = next.host;
    return next.raw;
  };
  const raw =
    options.consistency === "chunked"
      ? new ReconnectingConnection(session.raw, reopen, { ...options, attempts: options.reconnect })
      : session.raw;
  const server = { connection: new GuardedConnection(raw, compilerFor("mysql")), flavour: session.flavour };
  const name = nameFor(service, where);
  const kind = kindConnection(name, raw, server, options);
  const connection = new GuardedConnection(kind, compilerFor("mysql"));
  try {
    await checkAccount(service, connection, options);
    const shape = await readShape(connection, "mysql");
    if (options.consistency === "snapshot") await openView(name, "beginSnapshot", connection, kind, options);
    const about = {
      service,
      engine: session.flavour,
      version: session.identity.version,
      where: describeWhere(where),
      started_at: timestamp(options.now()),
      servers,
    };
    return makeHandle({ service, engine: "mysql", about, shape }, connection, () => kind.close());
  } catch (error) {
    await kind.close();
    throw error;
  }
}

/** There may be many cells. */
function nameFor(service: Service, where: Where): string {
  return service === "nova" ? `nova (${databaseName(where)})` : service;
}

/** Waits and gives up as the options ask. */
function kindConnection(
  name: string,
  raw: RawConnection,
  server: WatchedServer | undefined,
  options: OpenOptions,
): KindConnection {
  const listener = { notify: options.notify, waiting: options.waiting ?? (() => undefined) };
  return new KindConnection(
    raw,
    new LoadGate(name, options.kindness ?? {}, server, listener),
    options.signal,
  );
}

async function openView(
  name: string,
  begin: "beginSnapshot" | "beginSqlite",
  connection: GuardedConnection,
  kind: KindConnection,
  { kindness }: OpenOptions,
): Promise<void> {
  await connection.probe(begin);
  if (kindness?.maxViewAgeMs !== undefined) kind.limitViewAge(name, kindness.maxViewAgeMs);
}

async function openSqliteDatabase<S extends Service, Tables>(
  service: S,
  where: SqliteWhere,
  options: OpenOptions,
): Promise<Handle<S, Tables>> {
  const { openSqlite } = await import("./sqlite-connection.ts");
  const opened = openSqlite(service, where, options.signal);
  const name = nameFor(service, where);
  const raw = kindConnection(name, options.statements?.watch(opened) ?? opened, undefined, options);
  const connection = new GuardedConnection(raw, compilerFor("sqlite"));
  try {
    const version = String((await connection.probe("sqliteVersion"))[0]?.[0]);
    if (options.consistency === "snapshot") await openView(name, "beginSqlite", connection, raw, options);
    const shape = await readShape(connection, "sqlite");
    const about = {
      service,
      engine: "sqlite" as const,
      version,
      where: describeWhere(where),
      started_at: timestamp(options.now()),
      servers: [],
    };
    return makeHandle({ service, engine: "sqlite", about, shape }, connection, () => raw.close());
  } catch (error) {
    await raw.close();
    options.signal.throwIfAborted();
    if (!(error instanceof IncompleteError)) throw error;
    throw new UnusableError(
      service,
      `The SQLite file ${where.path} cannot be read as a database of ${service}. ${error.message}`,
      error,
    );
  }
}

function makeHandle<S extends Service, Tables>(
  parts: Pick<Handle<S, Tables>, "service" | "engine" | "about" | "shape">,
  connection: GuardedConnection,
  close: () => Promise<void>,
): Handle<S, Tables> {
  const kysely = new Kysely<Tables>({ dialect: readOnlyDialect(parts.engine, connection) });
  return {
    ...parts,
    db: kysely as never as ReadonlyQueryCreator<Tables>,
    readArrays: (query) => connection.readArrays(query),
    readPages: (query) => connection.readPages(query),
    explain: (query) => connection.explain(parts.engine, query),
    probe: (name) => connection.probe(name),
    close,
  };
}

/** The last of the four layers: an account that could write is reported, or refused when that was asked. */
async function checkAccount(
  service: Service,
  connection: GuardedConnection,
  options: OpenOptions,
): Promise<void> {
  const grants = (await connection.probe("grants")).map((row) => String(row[0]));
  const writing = writingPrivileges(grants);
  if (writing.length === 0) return;
  const finding = `The account for ${service} could write (${summarisePrivileges(writing)}). \`glance-audit grants\` prints one that cannot.`;
  if (options.requireReadonlyAccount) throw new UnusableError(service, finding);
  remark(options, finding);
}

function timestamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

const REMARKS = new WeakMap<OpenOptions["notify"], Set<string>>();

/** Says once what stays true: some databases are opened several times in a run. */
function remark({ notify }: OpenOptions, sentence: string): void {
  const said = REMARKS.get(notify) ?? new Set();
  REMARKS.set(notify, said);
  if (!said.has(sentence)) notify(sentence);
  said.add(sentence);
}
