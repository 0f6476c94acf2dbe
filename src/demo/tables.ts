import type { TABLES } from "./table-specs.ts";

/** The databases of the synthetic cloud, by the names that OpenStack's own tools give them. */
export const DATABASES = [
  "glance",
  "nova_api",
  "nova_cell0",
  "nova_cell1",
  "nova_cell2",
  "cinder",
  "keystone",
] as const;

export type DatabaseName = (typeof DATABASES)[number];

/** Something for each database. */
export function byDatabase<Item>(of: (name: DatabaseName) => Item): Record<DatabaseName, Item> {
  return Object.fromEntries(DATABASES.map((name) => [name, of(name)])) as Record<DatabaseName, Item>;
}

/** What a column can hold here: times are naive UTC text, flags 0 or 1. */
export type Value = string | number | null;

export type TableName = keyof typeof TABLES;

/** A row as its author writes it: what is left out is NULL, and `id` of an AUTO_INCREMENT comes by itself. */
export type Row<Table extends TableName> = {
  readonly [Column in (typeof TABLES)[Table]["columns"][number]]?: Value;
};

/** Takes the rows of the cloud, whoever makes them. */
export interface Sink {
  add<Table extends TableName>(database: DatabaseName, table: Table, row: Row<Table>): void;
}

/** Rows for one INSERT: the values stand in the order of `columns`. */
export interface Page {
  readonly database: DatabaseName;
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}
