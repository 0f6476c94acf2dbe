import type { Service } from "../../migrations-readonly/index.ts";

export interface GenerationCase {
  readonly service: Service;
  readonly upTo: string;
  readonly fixture: string;
  /** Rows of alembic_version, in alphabetical order. */
  readonly alembic: readonly string[];
  readonly migrate?: number;
}

function glance(upTo: string, fixture: string, alembic: readonly string[], migrate = 44): GenerationCase {
  return { service: "glance", upTo, fixture: `glance-${fixture}`, alembic, migrate };
}

/** Every dump, and what buildSchema calls it. */
export const GENERATIONS: readonly GenerationCase[] = [
  glance("liberty", "00-liberty", [], 42),
  glance("mitaka01", "01-mitaka01", [], 43),
  glance("newton", "02-mitaka02", [], 44),
  glance("ocata_expand01", "03-ocata-expand01", ["ocata_expand01"]),
  glance("ocata", "04-ocata-contract01", ["ocata_contract01"]),
  glance("pike", "05-pike-contract01", ["pike_contract01"]),
  glance("queens", "06-queens-contract01", ["queens_contract01"]),
  glance("rocky_contract01", "07-rocky-contract01", ["rocky_contract01"]),
  glance("rocky", "08-rocky-contract02", ["rocky_contract02"]),
  glance("train", "09-train-contract01", ["train_contract01"]),
  glance("ussuri", "10-ussuri-contract01", ["ussuri_contract01"]),
  glance("wallaby", "11-wallaby-contract01", ["wallaby_contract01"]),
  glance("wallaby_expand01", "12-newton-then-zed-expand-not-contracted", ["wallaby_expand01"]),
  glance("2024.1", "13-2024-1-contract01", ["2024_1_contract01"]),
  glance("zed", "zed", ["wallaby_contract01"]),
  { service: "nova-cell", upTo: "zed", fixture: "nova-cell-zed", alembic: ["ccb0fa1a2252"] },
  { service: "nova-api", upTo: "zed", fixture: "nova-api-zed", alembic: ["b30f573d3377"] },
  { service: "cinder", upTo: "zed", fixture: "cinder-zed", alembic: ["c92a3e68beed"] },
  { service: "keystone", upTo: "zed", fixture: "keystone-zed", alembic: ["29e87d24a316", "e25ffa003242"] },
];

/** Tables of the dumps that buildSchema leaves out, and why. */
export const NOT_BUILT: Record<Service, readonly { readonly tables: RegExp; readonly because: string }[]> = {
  glance: [
    { tables: /^metadef_/, because: "a catalogue of property names; no image needs it" },
    { tables: /^artifact/, because: "of the artifacts API, which images never used; dropped in Pike" },
  ],
  "nova-cell": [{ tables: /./, because: "of a cell's hundred tables we read five" }],
  "nova-api": [{ tables: /./, because: "flavors, quotas, placement: nothing about images" }],
  cinder: [{ tables: /./, because: "types, quotas, backups, services: nothing about images" }],
  keystone: [{ tables: /./, because: "of keystone we read projects only" }],
};

/**
 * The dumps were made by alembic from Liberty on. Clouds of that time had sqlalchemy-migrate instead, which left
 * its table behind.
 */
export function bookkeepingOf(migrate: number | undefined, alembic: readonly string[]) {
  return {
    added: migrate === undefined ? [] : ["migrate_version"],
    leftOut: alembic.length === 0 ? ["alembic_version"] : [],
  };
}
