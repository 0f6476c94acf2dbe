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
