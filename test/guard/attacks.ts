import { CompiledQuery, sql } from "kysely";
import type { Flavour } from "../support/server-binary.ts";
import type { WritableDb } from "../support/sqlite.ts";

/** The error number that a server answers with, or that it does not mind. */
export type Fate = number | "passes";
type FatePerServer = Fate | Readonly<Record<Flavour, Fate>>;

/** Something that must never reach a server. */
export interface Attack {
  readonly name: string;
  /** Through a handle, the read-only types out of the way. */
  readonly attempt: (db: WritableDb) => Promise<unknown>;
  /** The same as text, for connections without a guard; the last statement is the one that matters. */
  readonly statements: readonly string[];
  /** What a READ ONLY session alone says, to an account that may do all. */
  readonly session: FatePerServer;
  /** What least privilege alone says, in a session that may write. */
  readonly account: FatePerServer;
  /** Many servers write no files for anybody (secure_file_priv). */
  readonly writesFile?: true;
}

const READ_ONLY_TRANSACTION = 1792;
const TABLE_DENIED = 1142;
const DATABASE_DENIED = 1044;
const PRIVILEGE_LACKS = 1227;
const SYNTAX = 1064;

const INSERT = "insert into alembic_version (version_num) values ('attack')";
const ROW = { version_num: "attack" };
const LOCK = "'glance_audit_attack'";

const raw = (db: WritableDb, ...statements: readonly string[]) =>
  db.connection().execute(async (connection) => {
    for (const statement of statements) await connection.executeQuery(CompiledQuery.raw(statement));
  });
const read = (db: WritableDb) => db.selectFrom("images").select("id");

/** The server stops it at both levels. */
const write = (
  name: string,
  statement: string,
  attempt: Attack["attempt"],
  account: number = TABLE_DENIED,
): Attack => ({ name, statements: [statement], attempt, session: READ_ONLY_TRANSACTION, account });

/** Only the guard stops it. */
const harmlessToServers = (name: string, statement: string, attempt: Attack["attempt"]): Attack => ({
  name,
  statements: [statement],
  attempt,
  session: "passes",
  account: "passes",
});

const WRITES: readonly Attack[] = [
  write("insertInto", INSERT, (db) => db.insertInto("alembic_version").values(ROW).execute()),
  write("replaceInto", "replace into alembic_version (version_num) values ('attack')", (db) =>
    db.replaceInto("alembic_version").values(ROW).execute(),
  ),
  write("updateTable", "update images set name = 'attack'", (db) =>
    db.updateTable("images").set({ name: "attack" }).execute(),
  ),
  write("withoutPlugins().deleteFrom", "delete from images", (db) =>
    db.withoutPlugins().deleteFrom("images").execute(),
  ),
  write("executeQuery of raw text", "delete from images", (db) =>
    db.executeQuery(CompiledQuery.raw("delete from images")),
  ),
  write("sql``.execute", "delete from images", (db) => sql`delete from images`.execute(db)),
  write("truncate", "truncate table images", (db) => sql`truncate table ${sql.table("images")}`.execute(db)),
  write("a write on a connection of its own", "delete from images", (db) =>
    db.connection().execute((connection) => connection.deleteFrom("images").execute()),
  ),
];

const SCHEMA: readonly Attack[] = [
  write("schema.createTable", "create table attack (id int)", (db) =>
    db.schema.createTable("attack").addColumn("id", "integer").execute(),
  ),
  write(
    "schema.createTable.temporary",
    "create temporary table attack (id int)",
    (db) => db.schema.createTable("attack").temporary().addColumn("id", "integer").execute(),
    DATABASE_DENIED,
  ),
  write("schema.alterTable", "alter table images add column attack int", (db) =>
    db.schema.alterTable("images").addColumn("attack", "integer").execute(),
  ),
  write("schema.dropTable", "drop table images", (db) => db.schema.dropTable("images").execute()),
  write("schema.createIndex", "create index attack on images (name)", (db) =>
    db.schema.createIndex("attack").on("images").column("name").execute(),
  ),
  write("schema.dropIndex", "drop index owner_image_idx on images", (db) =>
    db.schema.dropIndex("owner_image_idx").on("images").execute(),
  ),
  write("schema.createView", "create view attack as select 1", (db) =>
    db.schema.createView("attack").as(read(db)).execute(),
  ),
  write("schema.dropView", "drop view if exists attack", (db) => db.schema.dropView("attack").execute()),
  write(
    "schema.createSchema",
    "create schema if not exists glance_audit_attack",
    (db) => db.schema.createSchema("glance_audit_attack").execute(),
    DATABASE_DENIED,
  ),
  write(
    "schema.dropSchema",
    "drop schema if exists glance_audit_attack",
    (db) => db.schema.dropSchema("glance_audit_attack").execute(),
    DATABASE_DENIED,
  ),
];

const LOCKS: readonly Attack[] = [
  {
    name: "forUpdate",
    statements: ["select id from images for update"],
    attempt: (db) => read(db).forUpdate().execute(),
    session: READ_ONLY_TRANSACTION,
    account: { mariadb: "passes", mysql: TABLE_DENIED },
  },
  {
    name: "forShare",
    statements: ["select id from images for share"],
    attempt: (db) => read(db).forShare().execute(),
    session: { mariadb: SYNTAX, mysql: "passes" },
    account: { mariadb: SYNTAX, mysql: "passes" },
  },
  harmlessToServers("lock in share mode", "select id from images lock in share mode", (db) =>
    read(db)
      .modifyEnd(sql`lock in share mode`)
      .execute(),
  ),
  {
    name: "lock tables",
    statements: ["lock tables images read"],
    attempt: (db) => raw(db, "lock tables images read"),
    session: "passes",
    account: DATABASE_DENIED,
  },
  harmlessToServers("get_lock in a fragment", `select get_lock(${LOCK}, 0)`, (db) =>
    db.selectNoFrom(sql`get_lock(${sql.lit("glance_audit_attack")}, 0)`.as("locked")).execute(),
  ),
  harmlessToServers("get_lock as a function", `select get_lock(${LOCK}, 0)`, (db) =>
    db
      .selectNoFrom((eb) => eb.fn("get_lock", [eb.val("glance_audit_attack"), eb.val(0)]).as("locked"))
      .execute(),
  ),
  harmlessToServers("sleep in a fragment", "select id from images where sleep(0)", (db) =>
    read(db)
      .where(sql<boolean>`sleep(0)`)
      .execute(),
  ),
  harmlessToServers("sleep as a function", "select sleep(0)", (db) =>
    db.selectNoFrom((eb) => eb.fn("sleep", [eb.val(0)]).as("slept")).execute(),
  ),
  harmlessToServers("sleep as an aggregate", "select sleep(0)", (db) =>
    db.selectNoFrom((eb) => eb.fn.agg("sleep", [eb.val(0)]).as("slept")).execute(),
  ),
  harmlessToServers("sleep as an order", "select id from images order by sleep(0)", (db) =>
    read(db)
      .orderBy(sql`sleep(0)`)
      .execute(),
  ),
];

const SWITCHES: readonly Attack[] = [
  {
    name: "set session transaction read write, then insert",
    statements: ["set session transaction read write", INSERT],
    attempt: (db) => raw(db, "set session transaction read write", INSERT),
    session: "passes",
    account: TABLE_DENIED,
  },
  {
    name: "set global",
    statements: ["set global max_connect_errors = @@global.max_connect_errors"],
    attempt: (db) => raw(db, "set global max_connect_errors = @@global.max_connect_errors"),
    session: "passes",
    account: PRIVILEGE_LACKS,
  },
  harmlessToServers("a bare set", "set @attack = 1", (db) => raw(db, "set @attack = 1")),
];

const ROUNDABOUT: readonly Attack[] = [
  {
    name: "a write in a CTE",
    statements: ["with gone as (delete from images) select 1"],
    attempt: (db) =>
      db
        .with("gone", (cte) => cte.deleteFrom("images").returningAll())
        .selectFrom("gone")
        .selectAll()
        .execute(),
    session: SYNTAX,
    account: SYNTAX,
  },
  harmlessToServers("a read in a CTE", "with kept as (select id from images) select id from kept", (db) =>
    db
      .with("kept", (cte) => cte.selectFrom("images").select("id"))
      .selectFrom("kept")
      .select("id")
      .execute(),
  ),
  harmlessToServers("a stream", "select id from images", async (db) => {
    for await (const row of read(db).stream()) void row;
  }),
  harmlessToServers("a transaction", "begin", (db) =>
    db.transaction().execute((transaction) => read(transaction).execute()),
  ),
  harmlessToServers("a controlled transaction", "start transaction", (db) => db.startTransaction().execute()),
];

/** The file goes with the database that it stands in. */
const FILE = "into outfile 'attack.BAK'";

const OUTFILE: Attack = {
  name: "into outfile",
  statements: [`select id from images ${FILE}`],
  attempt: (db) => read(db).modifyEnd(sql.raw(FILE)).execute(),
  session: "passes",
  account: PRIVILEGE_LACKS,
  writesFile: true,
};

/** Whoever makes the mistake. */
export const ATTACKS: readonly Attack[] = [
  ...WRITES,
  ...SCHEMA,
  ...LOCKS,
  ...SWITCHES,
  OUTFILE,
  ...ROUNDABOUT,
];
