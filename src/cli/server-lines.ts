import type { ReadFrom } from "../connect/handle.ts";

/** Which servers a database was read from, one line each, for `--verbose`. */
export function serverLines({
  service,
  engine,
  where,
  started_at: startedAt,
  version,
  servers,
}: ReadFrom): string[] {
  if (servers.length === 0) return [`${service}: ${engine} ${version}, ${where}, read from ${startedAt}`];
  return servers.map((server) => {
    const id = server.server_uuid ?? server.server_id ?? "unknown";
    const state = server.read_only ? ", read-only" : "";
    return `${service}: ${engine} ${server.version}, ${where}, host ${server.hostname ?? "unknown"}, server ${id}${state}, read from ${startedAt}`;
  });
}
