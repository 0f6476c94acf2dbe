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
]);

/**
 * Reads SHOW GRANTS and names the privileges with which the account could change something.
 * @param grants the statements as the server prints them; password hashes in them are not looked at
 * @returns sorted names such as `INSERT`, empty for an account that can only read
 */
export function writingPrivileges(grants: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const grant of grants) {
    const privileges = /^GRANT (.+?) ON /.exec(grant)?.[1];
    if (privileges === undefined) continue;
    for (const privilege of privileges.replace(/\([^)]*\)/g, "").split(",")) {
      const name = privilege.trim();
      if (name !== "" && !HARMLESS.has(name)) found.add(name);
    }
    if (grant.includes(" WITH GRANT OPTION")) found.add("GRANT OPTION");
  }
  return [...found].sort();
}
