import type { Step } from "../steps.ts";
import { up as liberty } from "./00-liberty.ts";
import { up as mitaka01 } from "./01-mitaka01.ts";
import { up as ocataExpand01 } from "./02-ocata-expand01.ts";
import { up as ocataContract01 } from "./03-ocata-contract01.ts";
import { up as rockyExpand01 } from "./04-rocky-expand01.ts";
import { up as rockyExpand02 } from "./05-rocky-expand02.ts";
import { up as wallabyExpand01 } from "./06-wallaby-expand01.ts";
import { up as cacheTables } from "./07-2024-1-expand01.ts";

const SINCE_2024_1 = ["2024.1", "2024.2", "2025.1", "2025.2", "2026.1"];

/**
 * The chain of glance/db/sqlalchemy/alembic_migrations/versions, every revision that a database may name.
 * Those without `up` are empty upstream, except mitaka02 (renames a row of metadef_resource_types) and
 * pike_contract01 (drops the artifact tables): we build neither.
 */
export const glanceSteps: readonly Step[] = [
  { revision: "liberty", after: [], releases: ["liberty"], up: liberty, migrateVersion: 42 },
  { revision: "mitaka01", after: ["liberty"], releases: [], up: mitaka01, migrateVersion: 43 },
  { revision: "mitaka02", after: ["mitaka01"], releases: ["mitaka", "newton"], migrateVersion: 44 },

  { revision: "ocata_expand01", after: ["mitaka02"], releases: [], up: ocataExpand01 },
  {
    revision: "ocata_contract01",
    after: ["mitaka02", "ocata_expand01"],
    releases: ["ocata"],
    up: ocataContract01,
  },
  { revision: "pike_expand01", after: ["ocata_expand01"], releases: [] },
  { revision: "pike_contract01", after: ["ocata_contract01", "pike_expand01"], releases: ["pike"] },
  { revision: "queens_expand01", after: ["pike_expand01"], releases: [] },
  { revision: "queens_contract01", after: ["pike_contract01", "queens_expand01"], releases: ["queens"] },
  { revision: "rocky_expand01", after: ["queens_expand01"], releases: [], up: rockyExpand01 },
  { revision: "rocky_expand02", after: ["rocky_expand01"], releases: [], up: rockyExpand02 },
  { revision: "rocky_contract01", after: ["queens_contract01", "rocky_expand01"], releases: [] },
  {
    revision: "rocky_contract02",
    after: ["rocky_contract01", "rocky_expand02"],
    releases: ["rocky", "stein"],
  },
  { revision: "train_expand01", after: ["rocky_expand02"], releases: [] },
  { revision: "train_contract01", after: ["rocky_contract02", "train_expand01"], releases: ["train"] },
  { revision: "ussuri_expand01", after: ["train_expand01"], releases: [] },
  {
    revision: "ussuri_contract01",
    after: ["train_contract01", "ussuri_expand01"],
    releases: ["ussuri", "victoria"],
  },
  { revision: "wallaby_expand01", after: ["ussuri_expand01"], releases: [], up: wallabyExpand01 },
  {
    revision: "wallaby_contract01",
    after: ["ussuri_contract01", "wallaby_expand01"],
    releases: ["wallaby", "xena", "yoga", "zed"],
  },
  // The next three pairs first shipped in 26.0.0, so no finished database of those releases names them.
  { revision: "xena_expand01", after: ["wallaby_expand01"], releases: [] },
  { revision: "xena_contract01", after: ["wallaby_contract01", "xena_expand01"], releases: [] },
  { revision: "yoga_expand01", after: ["xena_expand01"], releases: [] },
  { revision: "yoga_contract01", after: ["xena_contract01", "yoga_expand01"], releases: [] },
  { revision: "zed_expand01", after: ["yoga_expand01"], releases: [] },
  { revision: "zed_contract01", after: ["yoga_contract01", "zed_expand01"], releases: [] },
  { revision: "2023_1_expand01", after: ["zed_expand01"], releases: [] },
  {
    revision: "2023_1_contract01",
    after: ["zed_contract01", "2023_1_expand01"],
    releases: ["2023.1", "2023.2"],
  },
  { revision: "2024_1_expand01", after: ["2023_1_expand01"], releases: [], up: cacheTables },
  {
    revision: "2024_1_contract01",
    after: ["2023_1_contract01", "2024_1_expand01"],
    releases: SINCE_2024_1,
  },
];
