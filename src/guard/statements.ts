import { InternalError } from "../errors.ts";

/**
 * Every statement that is not built as a query tree, word for word. Together with the SELECTs that
 * `admit` lets through, this is all that can ever be sent to a server.
 */
export const PROBES = {
  version: "SELECT VERSION()",
  grants: "SHOW GRANTS",
  columns:
    "SELECT table_name, column_name, character_set_name, collation_name FROM information_schema.columns WHERE table_schema = DATABASE()",
  indexes:
    "SELECT table_name, index_name, column_name FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index",
  tableRows: "SELECT table_name, table_rows FROM information_schema.tables WHERE table_schema = DATABASE()",
  sqliteVersion: "SELECT sqlite_version()",
  sqliteColumns:
    "SELECT m.name AS t, p.name AS c, NULL AS s, NULL AS o FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p WHERE m.type = 'table'",
  sqliteIndexes:
    "SELECT m.name AS t, l.name AS i, c.name AS k, c.seqno AS n FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS l JOIN pragma_index_info(l.name) AS c WHERE m.type = 'table' UNION ALL SELECT m.name, 'PRIMARY', p.name, p.pk FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p WHERE m.type = 'table' AND p.pk > 0 ORDER BY 1, 2, 4",
  readOnly: "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
  // oslo.db runs every OpenStack service under this mode; it also rules out NO_BACKSLASH_ESCAPES, under
  // which a client that escapes with backslashes could be made to send something else.
  sqlMode: "SET SESSION sql_mode = 'TRADITIONAL'",
  beginSnapshot: "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
  beginSqlite: "BEGIN",
  // Which server it is, and where it stands: what is read afterwards is at least as new.
  mariadbIdentity:
    "SELECT @@global.server_id, @@global.hostname, @@global.read_only, @@global.gtid_current_pos, NULL",
  mysqlIdentity:
    "SELECT @@global.server_id, @@global.hostname, @@global.read_only, @@global.gtid_executed, @@global.server_uuid",
  // MariaDB shows the replication from every source only in this form; MySQL does so in either of its two.
  mariadbReplicas: "SHOW ALL SLAVES STATUS",
  mysqlReplicas: "SHOW REPLICA STATUS",
  /** Before MySQL 8.0.22; MySQL 8.4 no longer knows it. */
  oldMysqlReplicas: "SHOW SLAVE STATUS",
  superReadOnly: "SELECT @@global.super_read_only",
  currentUser: "SELECT CURRENT_USER()",
  encryption: "SHOW SESSION STATUS WHERE Variable_name IN ('Ssl_version', 'Ssl_cipher')",
} as const;

export type Probe = keyof typeof PROBES;

/** What is put before a query that is to be explained, not run. */
export const EXPLAIN: Readonly<Record<"mysql" | "sqlite", string>> = {
  // Without a format MySQL's explain_format decides, which is TREE since 9.7 unless somebody sets it.
  mysql: "EXPLAIN FORMAT=TRADITIONAL",
  sqlite: "EXPLAIN QUERY PLAN",
};

/** What Galera tells of a node and its cluster. */
export const GALERA_STATUS = [
  "wsrep_provider_name",
  "wsrep_ready",
  "wsrep_cluster_status",
  "wsrep_cluster_state_uuid",
  "wsrep_cluster_size",
  "wsrep_local_state_comment",
  "wsrep_last_committed",
] as const;

/** Some of the server's counters, such as Threads_running. */
export function globalStatus(names: readonly string[]): string {
  const odd = names.find((name) => !/^[a-z][a-z0-9_]{0,63}$/i.test(name));
  if (odd !== undefined || names.length === 0) throw new InternalError(`Not a status variable: ${odd}`);
  return `SHOW GLOBAL STATUS WHERE Variable_name IN ('${names.join("', '")}')`;
}

function seconds(value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw new InternalError(`Not a time limit: ${value}`);
  return value;
}

/**
 * The server-side time limit of each statement, under the name that the server knows.
 * @param timeoutSeconds whole seconds, at least 1
 */
export function statementTimeout(flavour: "mariadb" | "mysql", timeoutSeconds: number): string {
  return flavour === "mariadb"
    ? `SET SESSION max_statement_time = ${seconds(timeoutSeconds)}`
    : `SET SESSION max_execution_time = ${seconds(timeoutSeconds) * 1000}`;
}

/** How long a statement of ours may wait for a table that somebody is altering. */
export function lockWaitTimeout(timeoutSeconds: number): string {
  return `SET SESSION lock_wait_timeout = ${seconds(timeoutSeconds)}`;
}

/** Stops our own statement, from a second connection: the one exception to reading. */
export function killQuery(connectionId: number): string {
  return `KILL QUERY ${seconds(connectionId)}`;
}
