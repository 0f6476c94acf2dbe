import { urlFileLayer } from "./settings/option-layers.ts";
import { homeDirectory } from "./settings/read-text.ts";
import { readUrl } from "./settings/read-url.ts";
import { resolveMysql } from "./settings/resolve-mysql.ts";
import type { Where } from "./where.ts";

/** A database URL, understood, and what about it was ignored. */
export interface ParsedUrl {
  readonly where: Where;
  readonly warnings: readonly string[];
}

/**
 * Understands a database URL by itself: no variable adds to it, and no option file but the one that it names.
 * @param option the option or variable that held it, for the message
 * @throws UsageError that names the option, never the password
 */
export function parseUrl(option: string, url: string): ParsedUrl {
  const read = readUrl(option, url);
  if (read.engine === "sqlite") return { where: read, warnings: [] };
  const warnings = [...read.warnings];
  const own = urlFileLayer(read, homeDirectory({}), (warning) => warnings.push(warning));
  const resolved = resolveMysql(option, [read.layer, own]);
  return { where: resolved.where, warnings: [...warnings, ...resolved.warnings] };
}
