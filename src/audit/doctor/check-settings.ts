import { DEFAULT_SOURCE, type MysqlWhere, type Where } from "../../connect/where.ts";
import { check, type Check } from "./checks.ts";

/** Where each setting came from; of a password only that there is one. */
export function checkSettings(where: Where): Check[] {
  const values = where.engine === "sqlite" ? { path: where.path } : mysqlValues(where);
  return Object.entries(values).map(([name, value]) =>
    check("ok", "setting", { name, value, source: where.sources[name] ?? DEFAULT_SOURCE }),
  );
}

function mysqlValues(where: MysqlWhere): Record<string, string | null> {
  const { hosts, socketPath, user, password, database, tls } = where;
  const ports = [...new Set(hosts.map(({ port }) => port))];
  const place =
    socketPath === null
      ? { host: hosts.map(({ host }) => host).join(", "), port: ports.join(", ") }
      : { socket: socketPath };
  const files = { "ssl-ca": tls.ca, "ssl-cert": tls.cert, "ssl-key": tls.key };
  const given = Object.entries(files).filter(([, path]) => path !== null);
  return {
    ...place,
    user,
    password: password === null ? "none" : null,
    database,
    "ssl-mode": tls.mode,
    ...Object.fromEntries(given),
  };
}
