import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./run-command.ts";

/** The checkout that the tests run in. */
const PROJECT = join(import.meta.dirname, "../..");

/** The built program. */
export const PROGRAM = join(PROJECT, "dist/bin/glance-audit.js");

function newest(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}

function builtAt(): number {
  return statSync(PROGRAM, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Builds `dist` if a source is newer: the tests run the built program. Gives what the compiler said if it failed. */
export async function freshBuild(): Promise<string | undefined> {
  const folders = ["src", "migrations-readonly"].map((folder) => newest(join(PROJECT, folder)));
  const settings = ["tsconfig.json", ".rolldown.config.ts"].map(
    (file) => statSync(join(PROJECT, file)).mtimeMs,
  );
  if (builtAt() > Math.max(...folders, ...settings)) {
    return undefined;
  }
  const { code, output } = await runCommand("npm", ["run", "build"], { cwd: PROJECT, timeoutMs: 300_000 });
  if (code !== 0) {
    // The compiler writes in spite of errors; what it wrote must not pass for fresh next time.
    rmSync(PROGRAM, { force: true });
    return output;
  }
  return builtAt() === 0 ? `npm run build left no ${PROGRAM}` : undefined;
}
