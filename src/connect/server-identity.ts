import { IncompleteError, LostConnectionError } from "../errors.ts";
import type { GuardedConnection } from "../guard/guarded-connection.ts";
import { GALERA_STATUS } from "../guard/statements.ts";
import { readReplicas, type ReplicaState } from "./replicas.ts";

/** Which server answered, and where it stood just before it was read. */
export interface ServerIdentity {
  readonly version: string;
  readonly hostname: string | null;
  readonly server_id: number | null;
  /** MySQL only. */
  readonly server_uuid: string | null;
  readonly read_only: boolean | null;
  /** MariaDB's gtid_current_pos, MySQL's gtid_executed; empty where nothing has an id. */
  readonly gtid: string | null;
  /** One for each source; empty on a server that is no replica, null when the account may not see it. */
  readonly replica: readonly ReplicaState[] | null;
  /** null outside a Galera cluster. */
  readonly galera: GaleraState | null;
}

/** What a node of a Galera cluster says of itself. */
export interface GaleraState {
  readonly ready: boolean;
  readonly cluster_uuid: string;
  readonly cluster_status: string;
  readonly cluster_size: number;
  readonly node_state: string;
  /** The number of the last write set of the cluster that this node has committed. */
  readonly last_committed: number;
}

/**
 * Reads who the server is. Taken before a read view is opened, so that the view is at least as new. What a
 * server does not tell, such as one that only speaks MySQL's protocol, is no reason not to read it.
 */
export async function readIdentity(
  connection: GuardedConnection,
  flavour: "mariadb" | "mysql",
  version: string,
): Promise<ServerIdentity> {
  const probe = flavour === "mariadb" ? "mariadbIdentity" : "mysqlIdentity";
  const [row = []] = (await unlessRefused(connection.probe(probe))) ?? [];
  const [serverId = null, hostname = null, readOnly = null, gtid = null, uuid = null] = row;
  return {
    version,
    hostname: hostname === null ? null : String(hostname),
    server_id: serverId === null ? null : Number(serverId),
    server_uuid: uuid === null ? null : String(uuid),
    read_only: readOnly === null ? null : !["0", "OFF"].includes(String(readOnly)),
    // MySQL breaks a long set of GTIDs into lines.
    gtid: gtid === null ? null : String(gtid).replaceAll(/\s/g, ""),
    // Looking at replication is a privilege of its own, which reading does not need.
    replica: await unlessRefused(readReplicas(connection, flavour)),
    galera: await unlessRefused(readGalera(connection)),
  };
}

/** The servers that answered, and those of the later ones that are not among them. */
export function differentServers(
  servers: readonly ServerIdentity[],
  later: readonly ServerIdentity[],
): readonly ServerIdentity[] {
  return [...servers, ...later.filter((one) => !servers.some((other) => isSameServer(one, other)))];
}

/** Whether two answers came from one server, as far as servers tell them apart. */
export function isSameServer(one: ServerIdentity, other: ServerIdentity): boolean {
  return (
    one.server_uuid === other.server_uuid &&
    one.server_id === other.server_id &&
    one.hostname === other.hostname
  );
}

/** The answer, or null if the server refuses to give it; a lost connection is thrown. */
async function unlessRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof IncompleteError) || error instanceof LostConnectionError) throw error;
    return null;
  }
}

/** The state of a Galera node; null where no Galera is loaded. */
async function readGalera(connection: GuardedConnection): Promise<GaleraState | null> {
  const status = await connection.readStatus(GALERA_STATUS);
  // MariaDB has these counters, and wsrep_ready = OFF, without Galera as well.
  if (!status.get("wsrep_provider_name")) return null;
  return {
    ready: status.get("wsrep_ready") === "ON",
    cluster_uuid: status.get("wsrep_cluster_state_uuid") ?? "",
    cluster_status: status.get("wsrep_cluster_status") ?? "",
    cluster_size: Number(status.get("wsrep_cluster_size")),
    node_state: status.get("wsrep_local_state_comment") ?? "",
    last_committed: Number(status.get("wsrep_last_committed")),
  };
}
