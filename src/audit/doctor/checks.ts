import type { Service } from "../../connect/handle.ts";
import type { FailureReason } from "../../connect/failure-reason.ts";
import type { GaleraState } from "../../connect/server-identity.ts";
import type { ReplicaState } from "../../connect/replicas.ts";

/** From the best: how much a check asks for somebody's attention. */
export const LEVELS = ["ok", "note", "warning", "problem"] as const;
export type Level = (typeof LEVELS)[number];

/** What each check has found. */
export interface CheckFacts {
  /** `value` is null where the value is a secret. */
  readonly setting: { readonly name: string; readonly value: string | null; readonly source: string };
  readonly unusable: { readonly reason: FailureReason; readonly message: string };
  readonly server: { readonly flavour: string; readonly version: string; readonly hostname: string | null };
  readonly encryption: {
    readonly version: string | null;
    readonly cipher: string | null;
    readonly local: boolean;
  };
  readonly "read-only": {
    readonly server: boolean | null;
    readonly administrators: boolean | null;
    /** How many servers it replicates from; null where the account may not see it. */
    readonly sources: number | null;
  };
  readonly replication: Pick<ReplicaState, "channel" | "lag_seconds" | "io_running" | "sql_running">;
  readonly "replication-unseen": { readonly flavour: string };
  readonly galera: GaleraState;
  /** `known`: the releases are those of the revisions; otherwise those that fit the columns best. */
  readonly generation: Generation & { readonly releases: readonly string[]; readonly known: boolean };
  readonly "half-upgraded": Generation;
  readonly "table-missing": { readonly table: string };
  readonly "table-denied": { readonly table: string; readonly sql: string };
  readonly "columns-missing": TableFacts;
  readonly "columns-extra": TableFacts;
  readonly "index-missing": TableFacts & { readonly index: string };
  readonly "indexes-extra": TableFacts;
  readonly collation: { readonly collation: string; readonly columns: number };
  readonly "collations-mixed": { readonly collations: readonly CollationUse[] };
  readonly "collations-differ": { readonly databases: readonly (readonly [string, string])[] };
  readonly account: { readonly account: string };
  readonly "account-could-write": {
    readonly account: string;
    readonly privileges: readonly string[];
    /** Statements that make an account which cannot. */
    readonly sql: readonly string[];
  };
  /** A look that the server did not grant. */
  readonly unchecked: { readonly what: string; readonly message: string };
  readonly rows: { readonly tables: readonly (readonly [string, number])[] };
  readonly query: { readonly purpose: string; readonly steps: readonly PlanStep[] };
  readonly "query-unexplained": { readonly purpose: string; readonly message: string };
  readonly cells: { readonly found: number };
  readonly cell: {
    readonly name: string;
    readonly uuid: string | null;
    readonly disabled: boolean;
    /** null of a file. */
    readonly account: CellAccount | null;
    readonly where: string | null;
    readonly usable: boolean;
  };
}

/** What the migrations noted down: rows of alembic_version, or the number in migrate_version. */
interface Generation {
  readonly revisions: readonly string[];
}

interface TableFacts {
  readonly table: string;
  readonly names: readonly string[];
}

interface CollationUse {
  readonly collation: string;
  /** `table.column`; some of them. */
  readonly examples: readonly string[];
  readonly columns: number;
}

/** With whose account a cell is read: that of --nova-api, the one stored in cell_mappings, or one that was given. */
export type CellAccount = "nova-api" | "stored" | "given";

/** How one table is read in a plan. */
export interface PlanStep {
  readonly table: string;
  /** As EXPLAIN calls it: range, eq_ref, ALL; or SQLite's words for the step. */
  readonly access: string;
  readonly index: string | null;
  /** The server's estimate; null where it gives none. */
  readonly rows: number | null;
  readonly extra: string;
  readonly trouble: PlanTrouble | null;
}

/**
 * What is wrong with a step: no index serves it, one that does is not used, one is used that keeps most rows, or many
 * rows are sorted on the server.
 */
export type PlanTrouble = "no-index" | "index-unused" | "broad-index" | "sorted";

export type CheckCode = keyof CheckFacts;

/** One thing that was looked at. */
export type Check = {
  readonly [Code in CheckCode]: {
    readonly code: Code;
    readonly level: Level;
    readonly facts: CheckFacts[Code];
  };
}[CheckCode];

/** Makes a check; the facts are those of its code. */
export function check<Code extends CheckCode>(level: Level, code: Code, facts: CheckFacts[Code]): Check {
  return { code, level, facts } as Check;
}

/** All that was found about one database. */
export interface Examination {
  /** As reports name it: glance, nova-api, a cell's name; null for what concerns several. */
  readonly database: string | null;
  readonly service: Service | null;
  /** The place without secrets; null where nobody knows it. */
  readonly where: string | null;
  /** It could be read and is what it was given as. */
  readonly usable: boolean;
  readonly checks: readonly Check[];
}

/** The worst level among checks; ok if there are none. */
export function worstLevel(checks: readonly Pick<Check, "level">[]): Level {
  return LEVELS[Math.max(0, ...checks.map(({ level }) => LEVELS.indexOf(level)))] ?? "ok";
}
