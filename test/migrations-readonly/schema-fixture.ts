import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TableFacts } from "../../migrations-readonly/index.ts";

const FOLDER = join(import.meta.dirname, "../fixtures/schema");

/** One database as OpenStack's own tools made it on MariaDB; README.md beside the files says how. */
export interface SchemaFixture {
  readonly tables: Readonly<Record<string, TableFacts & { readonly collation: string }>>;
  readonly triggers: readonly string[];
  /** Those of which only the name is kept. */
  readonly otherTables: readonly string[];
}

export function schemaFixture(name: string): SchemaFixture {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8"));
}

/** The schema of a Zed database on SQLite, as SQL. */
export function sqliteFixture(): string {
  return readFileSync(join(FOLDER, "glance-zed.sqlite.sql"), "utf8");
}
