import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import { OptionSyntaxError, parseOptionLine } from "./option-file-syntax.ts";
import { expandHome, NO_SUCH_FILE, reasonOf, tryRead } from "./read-text.ts";

/** An option that a group of an option file sets. */
export interface FoundOption {
  readonly group: string;
  readonly name: string;
  readonly value: string | null;
  /** The file and the group, for people. */
  readonly source: string;
}

/** Where option files are looked for. */
export interface OptionFileSearch {
  /** `--defaults-file`: only this one is read. */
  readonly defaultsFile: string | undefined;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `/etc`, except in tests. */
  readonly etc: string;
}

const DEEPEST_INCLUDE = 10;

type Warn = (message: string) => void;

/**
 * Reads the options of the option files in the order in which MySQL's programs do, the last one counting
 * (mysys/my_default.cc: init_default_directories): the system's, MYSQL_HOME's, the user's.
 * @param warn takes one sentence about each file that is passed over
 * @throws UsageError if a file is not understood, or the one that was named cannot be read
 */
export function readOptionFiles(search: OptionFileSearch, warn: Warn): FoundOption[] {
  const { defaultsFile, home, environment, etc } = search;
  if (defaultsFile !== undefined) return readNamedFile(expandHome(defaultsFile, home), warn);
  const serverHome = environment["MARIADB_HOME"] || environment["MYSQL_HOME"];
  const paths = [
    join(etc, "my.cnf"),
    join(etc, "mysql/my.cnf"),
    ...(serverHome ? [join(serverHome, "my.cnf")] : []),
    join(home, ".my.cnf"),
  ];
  return paths.flatMap((path) => readOptionFile(path, warn));
}

function readNamedFile(path: string, warn: Warn): FoundOption[] {
  const read = tryRead(path);
  if ("reason" in read) throw new UsageError(`--defaults-file: ${path} cannot be read: ${read.reason}.`);
  return readOptionFile(path, warn);
}

/** Reads one option file and what it includes. One that cannot be read says nothing. */
export function readOptionFile(path: string, warn: Warn): FoundOption[] {
  return readFile(path, warn, 0);
}

function readFile(path: string, warn: Warn, depth: number): FoundOption[] {
  if (isWorldWritable(path)) {
    warn(`The option file ${path} is ignored, since everybody may write to it. Take that right away.`);
    return [];
  }
  const read = tryRead(path);
  if ("text" in read) return readLines(read.text, path, warn, depth);
  if (read.reason !== NO_SUCH_FILE) warn(`The option file ${path} is ignored: ${read.reason}.`);
  return [];
}

/** mysys/my_default.cc: check_file_permissions. */
function isWorldWritable(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && stats.isFile() && (stats.mode & 0o002) !== 0;
}

function readLines(text: string, path: string, warn: Warn, depth: number): FoundOption[] {
  const found: FoundOption[] = [];
  let group: string | undefined;
  for (const [at, line] of text.split("\n").entries()) {
    const parsed = understand(line, `Line ${at + 1} of ${path}`);
    if (parsed === undefined) continue;
    if (parsed.kind === "group") {
      group = parsed.name;
    } else if (parsed.kind === "option") {
      if (group === undefined) {
        throw new UsageError(`Line ${at + 1} of ${path} cannot be understood: no [group] begins above it.`);
      }
      found.push({ group, name: parsed.name, value: parsed.value, source: `${path} [${group}]` });
    } else if (depth === DEEPEST_INCLUDE) {
      warn(`Line ${at + 1} of ${path} is ignored: more than ${DEEPEST_INCLUDE} files include one another.`);
    } else {
      const files = parsed.kind === "include" ? [resolve(parsed.path)] : filesIn(parsed.path, path);
      found.push(...files.flatMap((file) => readFile(file, warn, depth + 1)));
    }
  }
  return found;
}

function understand(line: string, place: string): ReturnType<typeof parseOptionLine> {
  try {
    return parseOptionLine(line);
  } catch (error) {
    if (!(error instanceof OptionSyntaxError)) throw error;
    throw new UsageError(`${place} cannot be understood: ${error.message}.`, error);
  }
}

function filesIn(directory: string, includer: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(".cnf"))
      .toSorted()
      .map((name) => resolve(directory, name));
  } catch (error) {
    throw new UsageError(
      `${includer} includes the directory ${directory}, which cannot be read: ${reasonOf(error)}.`,
      error,
    );
  }
}
