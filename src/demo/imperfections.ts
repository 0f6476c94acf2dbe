import type { Kysely } from "kysely";
import { buildSchema, dropIndex } from "../../migrations-readonly/index.ts";
import { SERVICES } from "./load.ts";
import type { DatabaseName } from "./tables.ts";

/** glance's expand to 2024.1 has run, its contract has not: nothing that is read differs by that. */
const GLANCE_GENERATION = "2023_1_contract01+2024_1_expand01";
/** Of the indexes the one that neither glance nor this program misses much. */
const LOST_INDEX = { table: "images", index: "os_hash_value_image_idx" } as const;

/** Builds a database of the demo: whole, but for what the rules about schemas are to find. */
export async function buildDemoSchema(
  db: Kysely<unknown>,
  engine: "mysql" | "sqlite",
  name: DatabaseName,
): Promise<void> {
  if (name !== "glance") return buildSchema(db, engine, SERVICES[name]);
  await buildSchema(db, engine, SERVICES[name], GLANCE_GENERATION);
  await dropIndex(db, engine, LOST_INDEX.table, LOST_INDEX.index);
}
