import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../../errors.ts";
import type { Service } from "../handle.ts";
import type { Setting } from "./layer.ts";
import { OsloConfig, type IniFile, type OptionName } from "./oslo-config.ts";
import { parseOsloIni } from "./oslo-ini.ts";
import { reasonOf, tryRead } from "./read-text.ts";

/** The later names are those that were deprecated until 2021: oslo_db/options.py: database_opts. */
const CONNECTION: readonly OptionName[] = [
  ["database", "connection"],
  ["DEFAULT", "sql_connection"],
  ["database", "sql_connection"],
  ["sql", "connection"],
];
const API_CONNECTION: readonly OptionName[] = [["api_database", "connection"]];

/** What a service's config says of its databases: URLs with their passwords. */
export interface ServiceConnection {
  readonly url: Setting<string>;
  /** `[database] connection` beside a nova-api's `[api_database]`: cell templates are filled from it. */
  readonly mainUrl: string | undefined;
}

/**
 * Reads where a service has its database from its own config file, or a directory of such files.
 * @param option the option or variable that named it, for the message
 * @throws UsageError if it cannot be read or understood or sets no connection
 */
export function readServiceConfig(option: string, path: string, service: Service): ServiceConnection {
  const config = new OsloConfig(filesOf(option, path).map((file) => readIni(option, file)));
  const main = clean(config.get(CONNECTION));
  const url = service === "nova-api" ? clean(config.get(API_CONNECTION)) : main;
  if (url === undefined) {
    const [group, name] =
      service === "nova-api" ? ["api_database", "connection"] : ["database", "connection"];
    throw new UsageError(
      `${option}: ${path} does not set [${group}] ${name}. Give the file in which ${service} has it, or a URL.`,
    );
  }
  return { url, mainUrl: service === "nova-api" ? main?.value : undefined };
}

/** A URL has no line ends: where it was continued on another line they are no part of it. */
function clean(found: Setting<string> | undefined): Setting<string> | undefined {
  const value = found?.value.replaceAll("\n", "").trim();
  return found === undefined || !value ? undefined : { ...found, value };
}

/**
 * The file and the directories that its service reads by itself after it: those of the project and of the
 * program, as glance.conf.d and glance-api.conf.d (oslo_config/cfg.py: find_config_dirs, _parse_config_files).
 */
function filesOf(option: string, path: string): string[] {
  if (isDirectory(path)) {
    const files = configsIn(option, path);
    if (files.length > 0) return files;
    throw new UsageError(`${option}: there is no *.conf in the directory ${path}.`);
  }
  const program = basename(path, ".conf");
  const names = new Set([program.split("-")[0], program]);
  return [path, ...[...names].flatMap((name) => configsIn(option, join(dirname(path), `${name}.conf.d`)))];
}

/** Python's glob leaves hidden files out, and its sort goes by code points. */
function configsIn(option: string, directory: string): string[] {
  if (!isDirectory(directory)) return [];
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(".conf") && !name.startsWith("."))
      .toSorted()
      .map((name) => join(directory, name));
  } catch (error) {
    throw new UsageError(`${option}: the directory ${directory} cannot be read: ${reasonOf(error)}.`, error);
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    // Whoever reads it will say why it cannot be.
    return false;
  }
}

function readIni(option: string, path: string): IniFile {
  const read = tryRead(path);
  if ("text" in read) return { path, entries: parseOsloIni(read.text, path) };
  throw new UsageError(`${option}: the config file ${path} cannot be read: ${read.reason}.`);
}
