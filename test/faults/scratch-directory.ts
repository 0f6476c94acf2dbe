import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface ScratchDirectory extends Disposable {
  readonly path: string;
  /** A path in it. */
  file(name: string): string;
}

/** An empty directory for the output of one test, deleted at the end of its scope. */
export function scratchDirectory(): ScratchDirectory {
  const path = mkdtempSync(join(tmpdir(), "audit-test-out-"));
  return {
    path,
    file: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}
