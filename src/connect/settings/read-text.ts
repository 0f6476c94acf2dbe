import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** What the shell makes of `~/`, where the shell had no chance to do so. */
export function expandHome(path: string, home: string = homedir()): string {
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
