import type { LoadedCloud } from "./load.ts";
import type { DatabaseName } from "./tables.ts";

/** The variable that tells each database to the program; the cells are found through the API database. */
const VARIABLES = {
  glance: "GLANCE_AUDIT_GLANCE",
  nova_api: "GLANCE_AUDIT_NOVA_API",
  cinder: "GLANCE_AUDIT_CINDER",
  keystone: "GLANCE_AUDIT_KEYSTONE",
} as const satisfies Partial<Record<DatabaseName, string>>;

/** An orphan with much to tell: live servers boot from volumes that were made from it. */
const EXAMPLE = "erp-old-snapshot";

/**
 * The lines to paste into a shell in order to audit a demo: first where its databases are, then commands.
 * A password is not among them: where the URLs had one, the shell variable PASSWORD takes its place, and the
 * shell itself asks for it to be set.
 */
export function nextCommands(
  { databases, named }: Pick<LoadedCloud, "databases" | "named">,
  program = "glance-audit",
): string[] {
  const places = Object.entries(VARIABLES) as [keyof typeof VARIABLES, string][];
  const example = named.find(({ slug }) => slug === EXAMPLE);
  return [
    ...places.map(([database, variable]) => `export ${variable}=${quotedUrl(databases[database])}`),
    `${program} images --unexpected`,
    `${program} summary --by class,kind,cause`,
    `${program} summary --by instance_state`,
    `${program} orphans`,
    ...(example === undefined ? [] : [`${program} show ${example.id}`]),
    `${program} orphans --format csv --output orphans.csv --manifest`,
  ];
}

/** `user:password@` of a URL, taken apart. */
const ACCOUNT = /^([a-z+]+:\/\/[^:/?#]*:)([^@/]+)(@.*)$/;

function quotedUrl(url: string): string {
  const [, before, password, after] = ACCOUNT.exec(url) ?? [];
  if (before === undefined || password === undefined || after === undefined) return quoted(url);
  return `${quoted(before)}"\${PASSWORD:?set PASSWORD to that of the URL first}"${quoted(after)}`;
}

/** For sh: nothing inside single quotes is special but the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
