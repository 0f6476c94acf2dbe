import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { privateDirectory } from "./data-directory.ts";
import { freePort } from "./free-port.ts";
import { findOrInstall } from "./install-server.ts";
import { adminQuery } from "./mysql.ts";
import { mustRun } from "./run-command.ts";
import { findMariadb } from "./server-binary.ts";
import { startProcess } from "./server-process.ts";
import type { Server } from "./server.ts";

/** Where distributions put Galera's library. */
const LIBRARIES = [
  "/usr/lib/galera/libgalera_smm.so",
  "/usr/lib/libgalera_smm.so",
  "/usr/lib64/galera-4/libgalera_smm.so",
  "/usr/lib64/galera/libgalera_smm.so",
  "/usr/local/lib/libgalera_smm.so",
];
const TIMEOUT_MS = 40_000;
/** The second node counts for more than the others, so that it carries on whatever becomes of them. */
const WEIGHTS = [1, 3, 1] as const;

/**
 * Galera runs such a script on both sides when a node joins. All nodes begin with copies of one data
 * directory, so there is nothing to transfer but the position, from which the joiner is brought up to date.
 */
const TRANSFER = `#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in
    --role) role=$2; shift;; --datadir) data=$2; shift;; --address) address=$2; shift;; --gtid) gtid=$2; shift;;
  esac
  shift
done
if [ "$role" = joiner ]; then
  note="\${data%/}.position"
  rm -f "$note"
  echo "ready 127.0.0.1/$note"
  until [ -s "$note" ]; do sleep 0.05; done
  cat "$note"
else
  note="\${address#*/}"
  echo "$gtid" > "$note.part"
  mv "$note.part" "$note"
  echo "done $gtid"
fi
`;

/** A cluster of three nodes, of which the second carries on even alone. */
export interface GaleraCluster extends AsyncDisposable {
  readonly nodes: readonly [Server, Server, Server];
}

/** @param fill is given the administrator's URL of the first node while it is still alone */
export async function startGalera(fill: (url: string) => Promise<void>): Promise<GaleraCluster> {
  const binary = await findOrInstall("a MariaDB server", ["mariadb-server-core"], findMariadb);
  const library = await findOrInstall("Galera", ["galera-4"], () => LIBRARIES.find(existsSync));
  const resources = new AsyncDisposableStack();
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const start = async (at: 0 | 1 | 2, cluster: string, dataFrom?: string): Promise<Server> => {
    const args = [...(await nodeOptions(library, at, ports[at])), `--wsrep-cluster-address=${cluster}`];
    const files = { wsrep_sst_position: TRANSFER };
    return resources.use(await startProcess(binary, { args, files, path: "{dir}", dataFrom }));
  };
  try {
    const first = await start(0, "gcomm://");
    await fill(first.url());
    // A clean end leaves the position in the data directory, which the others then begin with.
    await first.stop();
    const data = join(privateDirectory(), "data");
    await mustRun("cp", ["-a", String(first.dataDir), data]);
    await first.restart();
    await untilSynced(first, 1);
    const cluster = `gcomm://127.0.0.1:${ports[0]}`;
    const nodes = [first, await start(1, cluster, data), await start(2, cluster, data)] as const;
    for (const node of nodes) await untilSynced(node, nodes.length);
    return { nodes, [Symbol.asyncDispose]: () => resources.disposeAsync() };
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

async function nodeOptions(library: string, at: 0 | 1 | 2, port: number): Promise<string[]> {
  const provider = {
    "gmcast.listen_addr": `tcp://127.0.0.1:${port}`,
    "ist.recv_addr": `127.0.0.1:${await freePort()}`,
    "gcache.size": "8M",
    "pc.weight": WEIGHTS[at],
    "pc.recovery": "false",
  };
  return [
    `--server-id=${at + 1}`,
    "--binlog-format=ROW",
    "--innodb-autoinc-lock-mode=2",
    "--wsrep-on=ON",
    `--wsrep-provider=${library}`,
    "--wsrep-node-address=127.0.0.1",
    "--wsrep-sst-method=position",
    `--wsrep-provider-options=${Object.entries(provider)
      .map(([name, value]) => `${name}=${value}`)
      .join(";")}`,
  ];
}

/** What a node says of itself. */
export async function galeraStatus(node: Server): Promise<Readonly<Record<string, string>>> {
  const rows = await adminQuery("SHOW GLOBAL STATUS LIKE 'wsrep\\_%'", [], node.url());
  return Object.fromEntries(rows.map((row) => [String(row["Variable_name"]), String(row["Value"])]));
}

async function untilSynced(node: Server, size: number): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const status = await galeraStatus(node);
    const synced = status["wsrep_ready"] === "ON" && status["wsrep_local_state_comment"] === "Synced";
    if (synced && Number(status["wsrep_cluster_size"]) === size) return;
    if (Date.now() > deadline) {
      throw new Error(
        `no cluster of ${size} nodes: ${status["wsrep_local_state_comment"]}\n${await node.log()}`,
      );
    }
    await sleep(100);
  }
}
