import type { Kysely } from "kysely";
import type { Engine } from "./engine.ts";

/** An index belongs to its table on MySQL and to the whole database on SQLite. */
export async function dropIndex(
  db: Kysely<unknown>,
  engine: Engine,
  table: string,
  index: string,
): Promise<void> {
  const drop = db.schema.dropIndex(index);
  await (engine === "mysql" ? drop.on(table) : drop).execute();
}
