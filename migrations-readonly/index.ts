import type { Kysely } from "kysely";
import { cinderSteps } from "./cinder/steps.ts";
import { describeInMemory } from "./describe-schema.ts";
import type { Engine, Service } from "./engine.ts";
import { glanceSteps } from "./glance/steps.ts";
import { keystoneSteps } from "./keystone/steps.ts";
import { novaApiSteps } from "./nova-api/steps.ts";
import { novaCellSteps } from "./nova-cell/steps.ts";
import type { SchemaFacts } from "./schema-facts.ts";
import { generationOf, type Generation, type Step } from "./steps.ts";
import { recordGeneration } from "./version-tables.ts";

export type { Engine, Service } from "./engine.ts";
export type { Generation, Step } from "./steps.ts";
export { grantsSql, tableGrantSql } from "./grants/grants-sql.ts";
export { dropIndex } from "./drop-index.ts";
export { GRANTED_TABLES } from "./grants/tables.ts";
export { glanceSteps } from "./glance/steps.ts";
export { sqliteSchemaFacts } from "./schema-facts.ts";
export type { IndexFacts, SchemaFacts, TableFacts } from "./schema-facts.ts";

const STEPS: Record<Service, readonly Step[]> = {
  glance: glanceSteps,
  "nova-cell": novaCellSteps,
  "nova-api": novaApiSteps,
  cinder: cinderSteps,
  keystone: keystoneSteps,
};

/**
 * What a database of `service` has been through at `upTo`, without touching one: see generationOf for the names.
 * Throws a RangeError for a name that no step has.
 */
export function schemaGeneration(service: Service, upTo?: string): Generation {
  return generationOf(STEPS[service], upTo);
}

/**
 * Builds the schema of `service` in an empty database of ours, as a cloud that was upgraded since its first step
 * has it: a revision ("rocky_contract02"), a release ("zed"), or the rows of a half-finished upgrade joined by "+"
 * ("rocky_contract02+2024_1_expand01"); without `upTo` the newest. Never to be given an audited database.
 */
export async function buildSchema(
  db: Kysely<any>,
  engine: Engine,
  service: Service,
  upTo?: string,
): Promise<void> {
  const generation = schemaGeneration(service, upTo);
  for (const step of generation.steps) {
    await step.up?.(db, engine);
  }
  await recordGeneration(db, engine, generation);
}

/** All steps of a service in their order: what its databases may have been through. */
export function schemaSteps(service: Service): readonly Step[] {
  return STEPS[service];
}

/** What a database of `service` consists of at `upTo` (see schemaGeneration), without touching one. */
export function describeSchema(service: Service, upTo?: string): Promise<SchemaFacts> {
  return describeInMemory((db, engine) => buildSchema(db, engine, service, upTo));
}
