import { readUrl } from "./settings/read-url.ts";
import { resolveMysql } from "./settings/resolve-mysql.ts";
import type { Where } from "./where.ts";

/** A database URL, understood, and what about it was ignored. */
export interface ParsedUrl {
  readonly where: Where;
  readonly warnings: readonly string[];
}

/**
 * Understands a database URL by itself: no option file and no variable adds to it.
 * @param option the option or variable that held it, for the message
 * @throws UsageError that names the option, never the password
 */
export function parseUrl(option: string, url: string): ParsedUrl {
  const read = readUrl(option, url);
  if (read.engine === "sqlite") return { where: read, warnings: [] };
  const { where, warnings } = resolveMysql(option, [read.layer]);
  return { where, warnings: [...read.warnings, ...warnings] };
}
