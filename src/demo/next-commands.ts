import type { LoadedCloud } from "./load.ts";

const CELLS = ["nova_cell0", "nova_cell1", "nova_cell2"] as const;

const COMMANDS = ["images", "images --unexpected", "summary --by class,kind,cause", "images --format csv"];

/**
 * The lines to paste into a shell in order to audit a demo: first where its databases are, then commands.
 * A password is not among them: where the URLs had one, the shell variable PASSWORD takes its place, and the
 * shell itself asks for it to be set.
 */
export function nextCommands(databases: LoadedCloud["databases"], program = "glance-audit"): string[] {
  const cells = CELLS.map((name) => databases[name]);
  // The variable is a list separated by blanks, so a path with a blank must go by the option.
  const byOption = cells.some((url) => /\s/.test(url));
  const suffix = byOption ? cells.map((url) => ` --nova ${quotedUrl(url)}`).join("") : "";
  return [
    `export GLANCE_AUDIT_GLANCE=${quotedUrl(databases.glance)}`,
    ...(byOption ? [] : [`export GLANCE_AUDIT_NOVA=${quotedList(cells)}`]),
    ...COMMANDS.map((command) => `${program} ${command}${suffix}`),
  ];
}

/** `user:password@` of a URL, taken apart. */
const ACCOUNT = /^([a-z+]+:\/\/[^:/?#]*:)([^@/]+)(@.*)$/;

function quotedList(urls: readonly string[]): string {
  return urls.some((url) => ACCOUNT.test(url)) ? urls.map(quotedUrl).join("' '") : quoted(urls.join(" "));
}

function quotedUrl(url: string): string {
  const [, before, password, after] = ACCOUNT.exec(url) ?? [];
  if (before === undefined || password === undefined || after === undefined) return quoted(url);
  return `${quoted(before)}"\${PASSWORD:?set PASSWORD to that of the URL first}"${quoted(after)}`;
}

/** For sh: nothing inside single quotes is special but the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
