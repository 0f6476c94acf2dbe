import { adminQuery } from "../support/mysql.ts";
import { startServer } from "../support/server.ts";
import type { Server } from "../support/server.ts";
import { ADMIN } from "../support/data-directory.ts";
import { fillMysqlGlance } from "./seed-glance.ts";
import { until } from "./until.ts";

/** A replica of a server with a glance database, and its source. */
export interface Replica extends AsyncDisposable {
  readonly server: Server;
  /** How far the source's log has been applied, and how many seconds that is behind; null when stopped. */
  status(): Promise<{ readonly position: number; readonly lag: number | null }>;
  /** Stops replication, and starts it again with what is applied kept back for so long. */
  stop(): Promise<void>;
  start(delaySeconds?: number): Promise<void>;
  /** Changes a row on the source. */
  write(): Promise<void>;
}

/** The words of the two flavours; MySQL 8.4 no longer knows the old ones. */
const WORDS = {
  mariadb: { replica: "SLAVE", source: "MASTER", change: "CHANGE MASTER TO", position: "SHOW MASTER STATUS" },
  mysql: {
    replica: "REPLICA",
    source: "SOURCE",
    change: "CHANGE REPLICATION SOURCE TO",
    position: "SHOW BINARY LOG STATUS",
  },
} as const;

export async function startReplica(images: number): Promise<Replica> {
  const resources = new AsyncDisposableStack();
  const source = resources.use(await startServer({ args: ["--log-bin=source", "--server-id=1"] }));
  const server = resources.use(await startServer({ args: ["--server-id=2", "--read-only=ON"] }));
  const words = WORDS[server.flavour];
  const query = (sql: string) => adminQuery(sql, [], server.url());
  const [position] = await adminQuery(words.position, [], source.url());
  const from = {
    HOST: `'${source.peer.host}'`,
    PORT: source.peer.port,
    USER: `'${ADMIN.user}'`,
    PASSWORD: `'${ADMIN.password}'`,
    LOG_FILE: `'${position?.["File"]}'`,
    LOG_POS: position?.["Position"],
  };
  const settings = Object.entries(from).map(([name, value]) => `${words.source}_${name} = ${value}`);
  if (server.flavour === "mysql") settings.push("GET_SOURCE_PUBLIC_KEY = 1");
  await query(`${words.change} ${settings.join(", ")}`);
  await query(`START ${words.replica}`);
  await adminQuery("CREATE DATABASE glance CHARACTER SET utf8mb3", [], source.url());
  await fillMysqlGlance(source.url("glance"), images);
  const write = async () => {
    await adminQuery("UPDATE images SET min_disk = min_disk + 1 LIMIT 1", [], source.url("glance"));
  };
  await write();
  await until("the replica to have it all", async () => {
    const rows = await query("SELECT 1 FROM glance.images WHERE min_disk > 1").catch(() => []);
    return rows.length === 1;
  });
  return {
    server,
    status: async () => {
      const [row] = await query(`SHOW ${words.replica} STATUS`);
      const column = words.source === "SOURCE" ? "Source" : "Master";
      return { position: row?.[`Exec_${column}_Log_Pos`], lag: row?.[`Seconds_Behind_${column}`] };
    },
    write,
    stop: async () => void (await query(`STOP ${words.replica}`)),
    start: async (delaySeconds = 0) => {
      await query(`STOP ${words.replica}`);
      await query(`${words.change} ${words.source}_DELAY = ${delaySeconds}`);
      await query(`START ${words.replica}`);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
