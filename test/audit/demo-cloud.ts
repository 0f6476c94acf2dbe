import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LoadedCloud } from "../../src/demo/load.ts";
import { loadMysql } from "../../src/demo/mysql-writer.ts";
import { writeSqlite } from "../../src/demo/sqlite-writer.ts";
import { adminQuery, sharedServerUrl } from "../support/mysql.ts";
import { RUN_VARIABLE } from "../support/run-settings.ts";
import { openTestDatabase, type Engine } from "../read/test-database.ts";
import { HOSTILE } from "./hostile-rows.ts";
import type { Source } from "./report.ts";

/** The cloud of `glance-audit demo`, and images beside it that strain what engines agree on. */
export interface DemoCloud extends AsyncDisposable {
  readonly engine: Engine;
  /** Glance and the cells, given one by one. */
  readonly source: Source;
  /** All databases, the cells by the API database. */
  readonly whole: Source;
  readonly loaded: LoadedCloud;
}

const OPTIONS = { images: 250, seed: 3 };

/** Equal `now` gives equal rows on both engines. */
export async function demoCloud(engine: Engine, now: Date): Promise<DemoCloud> {
  const cloud = engine === "sqlite" ? await onSqlite(now) : await onMysql(now);
  await using glance = openTestDatabase(engine, cloud.source.glance);
  await glance.insert("images", HOSTILE.images);
  await glance.insert("image_properties", HOSTILE.properties);
  return cloud;
}

function sourceOf({ databases }: LoadedCloud): Source {
  return {
    glance: databases.glance,
    nova: [databases.nova_cell0, databases.nova_cell1, databases.nova_cell2],
  };
}

function wholeOf({ databases }: LoadedCloud): Source {
  const { glance, nova_api: novaApi, cinder, keystone } = databases;
  return { glance, nova: [], novaApi, cinder, keystone };
}

async function onSqlite(now: Date): Promise<DemoCloud> {
  const directory = mkdtempSync(join(tmpdir(), "audit-test-"));
  const loaded = await writeSqlite(directory, { ...OPTIONS, now });
  return {
    engine: "sqlite",
    loaded,
    source: sourceOf(loaded),
    whole: wholeOf(loaded),
    [Symbol.asyncDispose]: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function onMysql(now: Date): Promise<DemoCloud> {
  const prefix = `${process.env[RUN_VARIABLE] ?? "audit_test"}_${randomBytes(4).toString("hex")}_`;
  const loaded = await loadMysql(sharedServerUrl(), { ...OPTIONS, now, prefix });
  const names = Object.values(loaded.databases).map((url) => new URL(url).pathname.slice(1));
  return {
    engine: "mysql",
    loaded,
    source: sourceOf(loaded),
    whole: wholeOf(loaded),
    [Symbol.asyncDispose]: async () => {
      await adminQuery(names.map((name) => `drop database \`${name}\``).join(";"));
    },
  };
}
