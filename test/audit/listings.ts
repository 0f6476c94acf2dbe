import { auditImages } from "../../src/audit/images/images.ts";
import { ORPHANS_COLUMNS } from "../../src/audit/orphans/orphans-listing.ts";
import { OrphanTally } from "../../src/audit/orphans/orphan-tally.ts";
import { auditOrphans } from "../../src/audit/orphans/orphans.ts";
import type { OrphansOptions } from "../../src/audit/orphans/orphans-options.ts";
import type { AuditPlaces } from "../../src/audit/places.ts";
import type { Row, TotalsRow } from "../../src/audit/row.ts";
import { withDatabases, type Databases } from "../../src/audit/with-databases.ts";
import type { OpenOptions } from "../../src/connect/open-options.ts";
import { InternalError } from "../../src/errors.ts";
import { NO_FILTERS, type ImageFilters } from "../../src/judge/filters.ts";
import { ImageTally } from "../../src/judge/totals.ts";
import { NO_PROGRESS, OPEN_OPTIONS } from "../read/open-options.ts";
import { NOW } from "./hand-made-cloud.ts";

/** What an audit found, and what it says of itself. */
export interface Listing {
  readonly rows: readonly Row[];
  readonly totals: TotalsRow;
  readonly shortfalls: readonly string[];
  readonly presumes: readonly string[];
  /** What the user was told meanwhile. */
  readonly notes: readonly string[];
}

export interface ListingOptions {
  readonly filters?: Partial<ImageFilters>;
  readonly open?: Partial<OpenOptions>;
  readonly orphans?: Partial<OrphansOptions>;
}

/** The rows of `images`. */
export function imagesOf(places: AuditPlaces, options: ListingOptions = {}): Promise<Listing> {
  const tally = new ImageTally();
  return listing(places, options, tally, (databases, judge) =>
    auditImages(databases, { ...judge, limit: undefined }, tally),
  );
}

/** The rows of `orphans`, all columns. */
export function orphansOf(places: AuditPlaces, options: ListingOptions = {}): Promise<Listing> {
  const tally = new OrphanTally();
  return listing(places, options, tally, (databases, judge) => {
    if (databases.nova === undefined) throw new InternalError("No nova was given.");
    const whole: OrphansOptions = {
      ...judge,
      limit: undefined,
      createdBefore: undefined,
      certainties: undefined,
      verdicts: undefined,
      columns: new Set(ORPHANS_COLUMNS.map(({ name }) => name)),
      ...options.orphans,
    };
    return auditOrphans(databases, databases.nova, whole, tally);
  });
}

type Judge = Pick<OrphansOptions, "filters" | "consistency" | "now" | "progress">;

async function listing(
  places: AuditPlaces,
  { filters, open }: ListingOptions,
  tally: { totals(): TotalsRow },
  pages: (databases: Databases, judge: Judge) => AsyncIterable<readonly Row[]>,
): Promise<Listing> {
  const notes: string[] = [];
  const notify = (note: string): void => {
    notes.push(note);
  };
  const opening = { ...OPEN_OPTIONS, notify, ...open };
  return withDatabases(places, opening, async (databases) => {
    const judge = {
      filters: { ...NO_FILTERS, ...filters },
      consistency: opening.consistency,
      now: NOW,
      progress: NO_PROGRESS,
    };
    const rows: Row[] = [];
    for await (const page of pages(databases, judge)) rows.push(...page);
    const { shortfalls, presumes } = databases.ledger;
    return { rows, totals: tally.totals(), shortfalls, presumes, notes };
  });
}

/** One column by image id. */
export function columnOf({ rows }: Listing, column: string): Record<string, unknown> {
  return Object.fromEntries(rows.map((row) => [String(row["image_id"]), row[column]]));
}
