import type { Where } from "../connect/where.ts";

/** Where the databases of an audit are. */
export interface AuditPlaces {
  readonly glance: Where;
  readonly nova: NovaPlaces | undefined;
  readonly cinder: Where | undefined;
  readonly keystone: Where | undefined;
}

/** Where nova is, and what the operator vouches for. */
export interface NovaPlaces {
  /** Cells that were given one by one. */
  readonly cells: readonly Where[];
  readonly api: NovaApiPlace | undefined;
  readonly overrides: readonly CellOverride[];
  /** These are all cells, and no other nova uses this glance. */
  readonly cellsComplete: boolean;
  /** Other novas use this glance: what is not found here may be theirs. */
  readonly sharedGlance: boolean;
}

/** The API database, from which the cells are found. */
export interface NovaApiPlace {
  readonly where: Where;
  /** `[database] connection` of the nova.conf that named it; templates of cell addresses are filled from it. */
  readonly templateBase: string | undefined;
}

/** Where one discovered cell really is. */
export interface CellOverride {
  /** Its name or UUID. */
  readonly cell: string;
  readonly where: Where;
}
