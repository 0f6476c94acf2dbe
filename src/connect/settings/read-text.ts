import { readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { join, resolve } from "node:path";

/** The user's home: HOME, or what the system has noted. A container may run as a user whom nobody knows. */
export function homeDirectory(environment: Readonly<Record<string, string | undefined>>): string {
  return environment["HOME"] || tryOr(homedir, "/");
}

/** The name by which the system knows the user, as MySQL's programs take it for that of the account. */
export function loginName(): string {
  return tryOr(() => userInfo().username, "");
}

function tryOr(ask: () => string, fallback: string): string {
  try {
    return ask();
  } catch {
    return fallback;
  }
}

/** What the shell makes of `~/`, where the shell had no chance to do so. */
export function expandHome(path: string, home: string): string {
  return path === "~" || path.startsWith("~/") ? join(home, path.slice(1)) : resolve(path);
}

export const NO_SUCH_FILE = "there is no such file";

/** The reason why a file could not be used, as part of a sentence. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Readonly<Record<string, string>> = {
    ENOENT: NO_SUCH_FILE,
    ENOTDIR: NO_SUCH_FILE,
    EACCES: "this account may not read it",
    EISDIR: "it is a directory",
  };
  return known[code ?? ""] ?? message;
}

/** The text of a file, or why there is none. */
export function tryRead(path: string): { readonly text: string } | { readonly reason: string } {
  try {
    return { text: readFileSync(path, "utf8") };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}
