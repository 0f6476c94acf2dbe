import type { LoadedCloud, LoadOptions } from "./load.ts";

/** Where the demo's databases are made: new SQLite files in a directory, or new databases on a scratch server. */
export type Whereabouts =
  | { readonly sqliteDir: string }
  | { readonly mysqlUrl: string; readonly prefix?: string | undefined };

export interface DemoOptions extends Partial<Omit<LoadOptions, "now">> {
  readonly where: Whereabouts;
  /** What ages are counted back from: the moment at which the audit will run. */
  readonly now: Date;
}

/** Small enough to read, large enough to hold every named case. */
const DEFAULT_IMAGES = 200;
const DEFAULT_SEED = 1;

/**
 * Makes a synthetic cloud: seven databases with every class, kind and cause in them, and the truth about it.
 * Throws a UsageError when the place is taken or cannot be written.
 */
export async function makeDemo(options: DemoOptions): Promise<LoadedCloud> {
  const { where, images = DEFAULT_IMAGES, seed = DEFAULT_SEED, now, onProgress } = options;
  const load: LoadOptions = { images, seed, now, onProgress };
  // Each driver is loaded only by those who use it.
  if ("sqliteDir" in where) {
    const { writeSqlite } = await import("./sqlite-writer.ts");
    return await writeSqlite(where.sqliteDir, load);
  }
  const { loadMysql } = await import("./mysql-writer.ts");
  return await loadMysql(where.mysqlUrl, { ...load, prefix: where.prefix });
}
