import type { GuardedConnection } from "../guard/guarded-connection.ts";

/** What a replica says of the replication from one source. */
export interface ReplicaState {
  /** The name of the channel or connection, empty for the one without a name. */
  readonly channel: string;
  /** Seconds behind the source; null when replication is stopped or not connected, so that nobody knows. */
  readonly lag_seconds: number | null;
  readonly io_running: string;
  readonly sql_running: string;
  /** How far the source's binary log has been executed. */
  readonly source_log_file: string;
  readonly source_log_position: number;
}

const SYNTAX_ERROR = 1064;

/**
 * How far the server is behind each of its sources; empty on a server that is no replica.
 * @throws IncompleteError when the account may not see it (REPLICATION CLIENT; in MariaDB REPLICA MONITOR)
 */
export async function readReplicas(
  connection: GuardedConnection,
  flavour: "mariadb" | "mysql",
): Promise<readonly ReplicaState[]> {
  const rows = await askForReplicas(connection, flavour);
  // Group replication applies what the group has agreed on: it has no source to be behind.
  return rows.map(replicaState).filter(({ channel }) => !channel.startsWith("group_replication_"));
}

async function askForReplicas(connection: GuardedConnection, flavour: "mariadb" | "mysql") {
  if (flavour === "mariadb") return connection.probeRecords("mariadbReplicas");
  try {
    return await connection.probeRecords("mysqlReplicas");
  } catch (error) {
    if (numberOf(error) !== SYNTAX_ERROR) throw error;
    return connection.probeRecords("oldMysqlReplicas");
  }
}

function numberOf(error: unknown): unknown {
  return error instanceof Error && (error.cause as { readonly errno?: unknown } | undefined)?.errno;
}

/** Servers of both kinds and all ages name the same things by different words. */
function replicaState(row: Readonly<Record<string, unknown>>): ReplicaState {
  const get = (...names: string[]): unknown =>
    names.map((name) => row[name]).find((found) => found !== undefined);
  const lag = get("Seconds_Behind_Source", "Seconds_Behind_Master");
  return {
    channel: String(get("Channel_Name", "Connection_name") ?? ""),
    lag_seconds: lag === null || lag === undefined ? null : Number(lag),
    io_running: String(get("Replica_IO_Running", "Slave_IO_Running")),
    sql_running: String(get("Replica_SQL_Running", "Slave_SQL_Running")),
    source_log_file: String(get("Relay_Source_Log_File", "Relay_Master_Log_File")),
    source_log_position: Number(get("Exec_Source_Log_Pos", "Exec_Master_Log_Pos")),
  };
}
