import { findFindings } from "../../src/audit/check/check.ts";
import type { Finding } from "../../src/audit/check/finding.ts";
import { withDatabases } from "../../src/audit/with-databases.ts";
import { NO_FILTERS, type ImageFilters } from "../../src/judge/filters.ts";
import { ImageTally } from "../../src/judge/totals.ts";
import type { Need, Rule } from "../../src/rules/rule.ts";
import { NO_PROGRESS, OPEN_OPTIONS } from "../read/open-options.ts";
import {
  testDatabase,
  type Engine,
  type StoredRow,
  type TestDatabase,
  type Value,
} from "../read/test-database.ts";
import { cellRows, cinderRows, glanceRows, keystoneRows, NOW, type Cloud, type Tables } from "./cloud.ts";

/** Databases of every service, filled with one cloud after the other. */
export interface CloudDatabases extends AsyncDisposable {
  readonly glance: TestDatabase;
  /** What the rules find in this cloud. */
  find(cloud: Cloud, options: FindOptions): Promise<Finding[]>;
}

export interface FindOptions {
  readonly catalogue: readonly Rule[];
  readonly consistency?: "snapshot" | "chunked";
  readonly filters?: ImageFilters;
  readonly mostCounted?: number | undefined;
}

const CHOICE = { only: [], without: [], severity: "info" } as const;
const NOVA = { api: undefined, overrides: [], cellsComplete: true, sharedGlance: false } as const;
/** Children first. */
const GLANCE_TABLES = ["image_properties", "image_locations", "image_members", "image_tags", "images"];

export async function cloudDatabases(engine: Engine): Promise<CloudDatabases> {
  const stack = new AsyncDisposableStack();
  const make = async (service: Parameters<typeof testDatabase>[1]): Promise<TestDatabase> =>
    stack.use(await testDatabase(engine, service));
  const glance = await make("glance");
  const cell = await make("nova-cell");
  const cinder = await make("cinder");
  const keystone = await make("keystone");

  const fill = async (cloud: Cloud, needs: ReadonlySet<Need>): Promise<void> => {
    await refill(glance, GLANCE_TABLES, glanceRows(cloud));
    if (needs.has("nova")) await refill(cell, ["instance_system_metadata", "instances"], cellRows(cloud));
    if (needs.has("cinder")) await refill(cinder, ["snapshots", "volumes"], cinderRows(cloud));
    if (needs.has("keystone")) await refill(keystone, ["project"], keystoneRows(cloud));
    if (cloud.revisions !== undefined) {
      await glance.run("delete from alembic_version");
      await glance.insert(
        "alembic_version",
        cloud.revisions.map((version_num) => ({ version_num })),
      );
    }
  };

  return {
    glance,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
    async find(cloud, { catalogue, consistency = "snapshot", filters = NO_FILTERS, mostCounted }) {
      const needs = needsOf(cloud, catalogue);
      await fill(cloud, needs);
      const { lostIndex } = cloud;
      const on = engine === "mysql" ? ` on ${lostIndex?.table}` : "";
      if (lostIndex !== undefined) await glance.run(`drop index ${lostIndex.index}${on}`);
      const found: Finding[] = [];
      const places = {
        glance: glance.where,
        nova: needs.has("nova") ? { ...NOVA, cells: [cell.where] } : undefined,
        cinder: needs.has("cinder") ? cinder.where : undefined,
        keystone: needs.has("keystone") ? keystone.where : undefined,
      };
      const options = {
        filters,
        consistency,
        now: NOW,
        progress: NO_PROGRESS,
        choice: CHOICE,
        catalogue,
        selected: () => undefined,
        ...(mostCounted === undefined ? {} : { mostCounted }),
      };
      await withDatabases(places, { ...OPEN_OPTIONS, consistency }, async (databases) => {
        for await (const page of findFindings(databases, options, new ImageTally())) found.push(...page);
      });
      if (lostIndex !== undefined)
        await glance.run(`create index ${lostIndex.index} on ${lostIndex.table} (os_hash_value)`);
      return found;
    },
  };
}

/** The databases beside glance's that the rules need, or that the cloud says something of. */
function needsOf({ servers, snapshots, projects }: Cloud, catalogue: readonly Rule[]): ReadonlySet<Need> {
  return new Set<Need>([
    ...catalogue.flatMap(({ needs }) => needs),
    ...(servers === undefined ? [] : ["nova" as const]),
    ...(snapshots === undefined ? [] : ["cinder" as const]),
    ...(projects === undefined ? [] : ["keystone" as const]),
  ]);
}

async function refill(db: TestDatabase, tables: readonly string[], rows: Tables): Promise<void> {
  // Some clouds have rows that foreign keys forbid.
  const off = db.engine === "mysql" ? "set foreign_key_checks = 0" : "pragma foreign_keys = off";
  const on = db.engine === "mysql" ? "set foreign_key_checks = 1" : "pragma foreign_keys = on";
  const statements = tables.map((table) => `delete from ${table}`);
  for (const table of tables.toReversed()) {
    for (const row of rows[table] ?? []) statements.push(insertSql(table, row, db.engine));
  }
  await db.run([off, ...statements, on].join(";\n"));
}

function literal(value: Value): string {
  if (value === null) return "null";
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function insertSql(table: string, row: StoredRow, engine: Engine): string {
  const quote = engine === "mysql" ? "`" : '"';
  const names = Object.keys(row).map((name) => `${quote}${name}${quote}`);
  return `insert into ${table} (${names.join(", ")}) values (${Object.values(row).map(literal).join(", ")})`;
}
