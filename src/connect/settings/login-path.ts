import { createDecipheriv } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../errors.ts";
import { parseOptionLine } from "./option-file-syntax.ts";
import type { FoundOption } from "./option-files.ts";
import { reasonOf } from "./read-text.ts";

/** mysys/my_default.cc: mysql_file_getline: 4 unused bytes, the key, then lines, each behind its length. */
const UNUSED_BYTES = 4;
const KEY_BYTES = 20;
const LENGTH_BYTES = 4;
const AES_KEY_BYTES = 16;

/** The path of the login file: mysys/my_default.cc: my_default_get_login_file. */
export function loginFilePath(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  return environment["MYSQL_TEST_LOGIN_FILE"] || join(home, ".mylogin.cnf");
}

/**
 * Reads the login paths that mysql_config_editor has stored.
 * @returns nothing if there is no such file, or others may read it
 * @throws UsageError if it is damaged
 */
export function readLoginFile(path: string, warn: (message: string) => void): FoundOption[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile() && (stats.mode & 0o177) !== 0) {
    warn(`The login file ${path} is ignored, since others may use it. Give it the mode 600.`);
    return [];
  }
  const found: FoundOption[] = [];
  let group = "";
  for (const line of decryptLines(path)) {
    const parsed = parseOptionLine(line, false);
    if (parsed?.kind === "group") group = parsed.name;
    if (parsed?.kind === "option")
      found.push({ group, name: parsed.name, value: parsed.value, source: `${path} [${group}]` });
  }
  return found;
}

function decryptLines(path: string): string[] {
  const lines: string[] = [];
  try {
    const bytes = readFileSync(path);
    const key = foldKey(bytes.subarray(UNUSED_BYTES, UNUSED_BYTES + KEY_BYTES));
    for (let at = UNUSED_BYTES + KEY_BYTES; at < bytes.length;) {
      const start = at + LENGTH_BYTES;
      at = start + bytes.readInt32LE(at);
      const cipher = createDecipheriv("aes-128-ecb", key, null);
      lines.push(Buffer.concat([cipher.update(bytes.subarray(start, at)), cipher.final()]).toString("utf8"));
    }
  } catch (error) {
    // What the cipher or the buffer has to say of it is of no use, and neither is what could be read of it.
    const reason = error instanceof Error && "path" in error ? reasonOf(error) : "it is damaged";
    throw new UsageError(
      `The login file ${path} cannot be read: ${reason}. Make it anew with mysql_config_editor.`,
    );
  }
  return lines;
}

/** mysys_ssl/my_aes.cc: my_aes_create_key: the key's bytes are laid over one another. */
function foldKey(key: Buffer): Buffer {
  const folded = Buffer.alloc(AES_KEY_BYTES);
  for (const [at, byte] of key.entries()) {
    folded[at % AES_KEY_BYTES] = (folded[at % AES_KEY_BYTES] ?? 0) ^ byte;
  }
  return folded;
}
