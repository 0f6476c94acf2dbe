import { existsSync } from "node:fs";
import { UsageError } from "../../errors.ts";
import type { Layer } from "./layer.ts";
import { loginFilePath, readLoginFile } from "./login-path.ts";
import { readOptionFile, readOptionFiles, type FoundOption, type OptionFileSearch } from "./option-files.ts";
import { optionLayer } from "./option-layer.ts";
import { expandHome } from "./read-text.ts";
import type { MysqlUrl } from "./read-url.ts";

/**
 * The groups of option files that are ours, as other client programs have it: what all clients read, MariaDB's
 * included, and one by our own name. MariaDB Knowledge Base, "Configuring MariaDB with Option Files".
 */
const GROUPS = ["client", "client-server", "client-mariadb", "glance-audit"];

/** Which option files are read, and which groups of them. */
export interface OptionFileChoice extends OptionFileSearch {
  /** `--defaults-group-suffix`: groups with this suffix are read too. */
  readonly groupSuffix: string | undefined;
  /** `--login-path`: a login path beside those that are always read. */
  readonly loginPath: string | undefined;
}

/**
 * What login paths and option files say of a server, from what comes first to what comes last: the login path
 * that was named, those that every client reads, the option files.
 * @param warn takes one sentence about each file that is passed over
 * @throws UsageError if one of them is not understood, or what was named is not there
 */
export function readOptionLayers(choice: OptionFileChoice, warn: (message: string) => void): Layer[] {
  const { environment, home, loginPath } = choice;
  const suffix = choice.groupSuffix ?? environment["MYSQL_GROUP_SUFFIX"];
  const loginFile = loginFilePath(environment, home);
  const logins = readLoginFile(loginFile, warn);
  const named = loginPath === undefined ? [] : inGroups(logins, [loginPath], suffix);
  if (loginPath !== undefined && named.length === 0) {
    throw new UsageError(
      `--login-path: there is no login path "${loginPath}" in ${loginFile}. Make it with mysql_config_editor.`,
    );
  }
  const others = inGroups(logins, GROUPS, suffix);
  return [named, others, inGroups(readOptionFiles(choice, warn), GROUPS, suffix)].map(optionLayer);
}

/**
 * What the option file says that a URL names. What the URL itself says counts before it, and a file that is
 * not here says nothing: pymysql/connections.py: Connection.__init__.
 */
export function urlFileLayer(
  { defaultFile }: MysqlUrl,
  home: string,
  warn: (message: string) => void,
): Layer {
  if (defaultFile === undefined) return {};
  const path = expandHome(defaultFile.path, home);
  if (!existsSync(path)) warn(`The option file ${path}, which the URL names, is not here.`);
  const options = readOptionFile(path, warn);
  return optionLayer(options.filter(({ group }) => group === defaultFile.group));
}

function inGroups(
  options: readonly FoundOption[],
  groups: readonly string[],
  suffix: string | undefined,
): FoundOption[] {
  const wanted = new Set([...groups, ...(suffix ? groups.map((group) => group + suffix) : [])]);
  return options.filter(({ group }) => wanted.has(group));
}
