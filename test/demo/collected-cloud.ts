import { makeCloud, type CloudOptions } from "../../src/demo/make-cloud.ts";
import type { DatabaseName, TableName, Value } from "../../src/demo/tables.ts";
import type { CloudTotals, NamedTruth } from "../../src/demo/truth.ts";

export type AnyRow = Readonly<Record<string, Value>>;

/** A small cloud, whole in memory. */
export interface CollectedCloud {
  readonly named: readonly NamedTruth[];
  readonly totals: CloudTotals;
  readonly images: number;
  rows(database: DatabaseName, table: TableName): readonly AnyRow[];
  /** Of both real cells. */
  cellRows(table: TableName): readonly AnyRow[];
  readonly tables: ReadonlyMap<string, readonly AnyRow[]>;
}

export const NOW = new Date("2026-01-15T12:00:00.500Z");
export const CELL_URLS = {
  nova_cell0: "sqlite:////0",
  nova_cell1: "sqlite:////1",
  nova_cell2: "sqlite:////2",
};

export function collectCloud(options: Partial<CloudOptions> = {}): CollectedCloud {
  const cloud = makeCloud({ images: 200, seed: 1, now: NOW, cellUrls: CELL_URLS, ...options });
  const tables = new Map<string, AnyRow[]>();
  const pages = cloud.pages();
  for (;;) {
    const step = pages.next();
    if (step.done) {
      const rows = (database: DatabaseName, table: TableName) => tables.get(`${database}.${table}`) ?? [];
      const cellRows = (table: TableName) => [...rows("nova_cell1", table), ...rows("nova_cell2", table)];
      return { named: cloud.named, totals: step.value, images: cloud.images, rows, cellRows, tables };
    }
    const { database, table, columns, rows } = step.value;
    const known = tables.get(`${database}.${table}`) ?? [];
    for (const row of rows)
      known.push(Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])));
    tables.set(`${database}.${table}`, known);
  }
}
