import type { Handle, Service } from "../../connect/handle.ts";
import type { ServerIdentity } from "../../connect/server-identity.ts";
import type { Where } from "../../connect/where.ts";
import { check, type Check } from "./checks.ts";

/** A replica this far behind shows what was true minutes ago. */
const LAG_WORTH_A_WARNING_SECONDS = 60;

/** Which server it is, in which state, and whether what it says reaches us encrypted. */
export async function checkServer(handle: Handle<Service, unknown>, where: Where): Promise<Check[]> {
  const { engine, version, servers } = handle.about;
  const server = servers.at(-1);
  const facts = { flavour: engine, version, hostname: server?.hostname ?? null };
  if (server === undefined) return [check("ok", "server", facts)];
  return [
    check("ok", "server", facts),
    await checkEncryption(handle, where),
    await checkReadOnly(handle, server),
    ...checkReplication(server, engine),
    ...checkGalera(server),
  ];
}

async function checkEncryption(handle: Handle<Service, unknown>, where: Where): Promise<Check> {
  const rows = await handle.probe("encryption");
  const status = new Map(rows.map(([name, value]) => [String(name).toLowerCase(), String(value)]));
  const [cipher, version] = [status.get("ssl_cipher") || null, status.get("ssl_version") || null];
  const local = where.engine === "mysql" && isLocal(where);
  return check(cipher === null && !local ? "note" : "ok", "encryption", { cipher, version, local });
}

function isLocal({ socketPath, hosts }: Extract<Where, { engine: "mysql" }>): boolean {
  return socketPath !== null || hosts.every(({ host }) => /^(localhost|127\.[\d.]+|::1)$/.test(host));
}

async function checkReadOnly(handle: Handle<Service, unknown>, server: ServerIdentity): Promise<Check> {
  const asked = handle.about.engine === "mysql" ? await handle.probe("superReadOnly") : [];
  const found = asked[0]?.[0];
  const administrators = found === undefined ? null : Number(found) !== 0;
  const sources = server.replica?.length ?? null;
  return check("ok", "read-only", { server: server.read_only, administrators, sources });
}

function checkReplication({ replica }: ServerIdentity, flavour: string): Check[] {
  if (replica === null) return [check("note", "replication-unseen", { flavour })];
  return replica.map(({ channel, lag_seconds, io_running, sql_running }) => {
    const late = lag_seconds === null || lag_seconds > LAG_WORTH_A_WARNING_SECONDS;
    const facts = { channel, lag_seconds, io_running, sql_running };
    return check(late ? "warning" : "ok", "replication", facts);
  });
}

/** A node that is not ready lets nobody read, so it is not met here. */
function checkGalera({ galera }: ServerIdentity): Check[] {
  if (galera === null) return [];
  const settled = galera.cluster_status === "Primary" && galera.node_state === "Synced";
  return [check(settled ? "ok" : "warning", "galera", galera)];
}
