import type { DatabaseName } from "./tables.ts";
import type { CloudTotals, NamedTruth } from "./truth.ts";

/** What cloud to make. */
export interface LoadOptions {
  /** Rows of glance's `images`. */
  readonly images: number;
  readonly seed: number;
  /** What ages are counted back from. */
  readonly now: Date;
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
}

/** How far the loading is; the step before the first row is the making of the schemas. */
export interface LoadProgress {
  readonly images: number;
  readonly imagesInAll: number;
  readonly rows: number;
}

/** A cloud that stands in databases. */
export interface LoadedCloud {
  /** URL of each database, with the password where there is one. */
  readonly databases: Readonly<Record<DatabaseName, string>>;
  /** The truth about the named images. */
  readonly named: readonly NamedTruth[];
  readonly totals: CloudTotals;
}

/** Which schema each database has. */
export const SERVICES = {
  glance: "glance",
  nova_api: "nova-api",
  nova_cell0: "nova-cell",
  nova_cell1: "nova-cell",
  nova_cell2: "nova-cell",
  cinder: "cinder",
  keystone: "keystone",
} as const satisfies Record<DatabaseName, string>;
