import { existsSync } from "node:fs";
import { UsageError } from "../../errors.ts";
import type { Service } from "../handle.ts";
import { loadTlsFiles, TlsFileError } from "../tls-files.ts";
import type { MysqlWhere, Where } from "../where.ts";
import type { Layer } from "./layer.ts";
import { urlFileLayer } from "./option-layers.ts";
import { looksLikeUrl, readUrl } from "./read-url.ts";
import { expandHome } from "./read-text.ts";
import { resolveMysql } from "./resolve-mysql.ts";
import { readServiceConfig } from "./service-config.ts";

/** What besides the place itself is said of servers, and by whom. */
export interface CommonSettings {
  readonly home: string;
  /** `--host`, `--user` and the like. */
  readonly commandLine: Layer;
  readonly environment: Layer;
  /** The login path and the option files, read when a server needs them. */
  optionFiles(): readonly Layer[];
}

/** Who named a place: it decides what comes before what. */
export interface NamedPlace {
  /** The option or variable, for messages. */
  readonly option: string;
  readonly by: "command line" | "environment";
  /** A URL, or the path of the service's config file. */
  readonly text: string;
}

/** A place, understood. */
export interface FoundPlace {
  readonly where: Where;
  /** `[database] connection` of nova-api's own config file, with its password: cell templates are filled from it. */
  readonly mainUrl: string | undefined;
  readonly warnings: readonly string[];
}

/**
 * Finds out where a service's database is. Command line before environment before service config before option
 * file; a URL says more of its own database than the options that all databases share.
 * @throws UsageError that names the option and never a secret
 */
export function findPlace(service: Service, place: NamedPlace, common: CommonSettings): FoundPlace {
  const { option, by, text } = place;
  if (looksLikeUrl(text)) {
    const read = readUrl(option, text);
    const { commandLine, environment } = common;
    const order = (url: Layer): Layer[] =>
      by === "command line" ? [url, commandLine, environment] : [commandLine, url, environment];
    return { ...decide(option, read, order, common), mainUrl: undefined };
  }
  const { url, mainUrl } = readServiceConfig(option, pathOf(place, common.home), service);
  const read = readUrl(url.source, url.value);
  const order = (layer: Layer): Layer[] => [common.commandLine, common.environment, layer];
  return { ...decide(option, read, order, common), mainUrl };
}

function decide(
  option: string,
  read: ReturnType<typeof readUrl>,
  order: (url: Layer) => Layer[],
  common: CommonSettings,
): Omit<FoundPlace, "mainUrl"> {
  if (read.engine === "sqlite") return { where: read, warnings: [] };
  const warnings = [...read.warnings];
  const own = urlFileLayer(read, common.home, (warning) => warnings.push(warning));
  const resolved = resolveMysql(option, [...order(read.layer), own, ...common.optionFiles()]);
  checkTlsFiles(option, resolved.where);
  return { where: resolved.where, warnings: [...warnings, ...resolved.warnings] };
}

/** Files that cannot be used are better told of with all other mistakes than when a connection is made. */
function checkTlsFiles(option: string, { tls }: MysqlWhere): void {
  if (tls.mode === "DISABLED") return;
  try {
    loadTlsFiles(tls);
  } catch (error) {
    if (!(error instanceof TlsFileError)) throw error;
    throw new UsageError(`${option}: ${error.message}.`, error);
  }
}

function pathOf({ option, text }: NamedPlace, home: string): string {
  const path = expandHome(text, home);
  // A URL that lost its scheme may hold a password: what is not clearly a path is not repeated.
  if (text !== "" && (existsSync(path) || /^[^@:]*[./][^@:]*$/.test(text))) return path;
  throw new UsageError(
    `${option} takes a URL with a scheme, such as mysql://user@host/glance, or the path of the service's config file, such as /etc/glance/glance-api.conf.`,
  );
}
