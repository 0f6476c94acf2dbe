/** Privileges that let an account do nothing but look. */
const HARMLESS: ReadonlySet<string> = new Set([
  "USAGE",
  "SELECT",
  "SHOW VIEW",
  "SHOW DATABASES",
  "PROCESS",
  "REPLICATION CLIENT",
  "BINLOG MONITOR",
  "REPLICA MONITOR",
  "SLAVE MONITOR",
  "REPLICATION SLAVE",
  "SHOW_ROUTINE",
  "SHOW CREATE ROUTINE",
]);

/** What a server quotes: names that may contain anything, and password hashes. */
const QUOTED = /`(?:[^`]|``)*`|'(?:[^'\\]|''|\\.)*'/g;

/**
 * Reads SHOW GRANTS and names the privileges with which the account could change something.
 * @param grants the statements as the server prints them, which include those of active roles; a role that
 * is not active gives nothing, and no statement of ours activates one
 * @returns sorted names such as `INSERT`, empty for an account that can only read
 */
export function writingPrivileges(grants: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const statement of grants) {
    const grant = statement.replace(QUOTED, "?");
    const privileges = /^GRANT (.+?) ON /.exec(grant)?.[1] ?? "";
    for (const privilege of privileges.replace(/\([^)]*\)/g, "").split(",")) {
      const name = privilege.trim();
      if (name !== "" && !HARMLESS.has(name)) found.add(name);
    }
    for (const option of ["GRANT OPTION", "ADMIN OPTION"]) {
      if (grant.includes(` WITH ${option}`)) found.add(option);
    }
  }
  return [...found].sort();
}

/** What says more than the names that the server lists first. */
const TELLING = ["ALL PRIVILEGES", "INSERT", "UPDATE", "DELETE", "DROP", "ALTER", "SUPER", "GRANT OPTION"];
const NAMED = 4;

/** Privileges in words: the most telling ones, and how many more. */
export function summarisePrivileges(privileges: readonly string[]): string {
  const telling = TELLING.filter((name) => privileges.includes(name));
  const named = [...telling, ...privileges.filter((name) => !telling.includes(name))].slice(0, NAMED);
  const more = privileges.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
