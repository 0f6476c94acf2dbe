import { UsageError } from "../../errors.ts";
import { RULES } from "../../rules/registry.ts";
import type { Sight } from "../../rules/rule.ts";
import { isCanonicalUuid } from "../../read/packed/uuid-words.ts";
import type { SavedReport, SavedRow } from "../saved/saved-report.ts";

/** What tells the rows of one kind of report apart, and in which order they stand. */
export interface ReportKind {
  readonly command: string;
  /** Columns that say what a row is about; the others can change. */
  readonly identity: readonly string[];
  readonly idOf: (row: SavedRow) => string;
  /** Where a row stands, as text that sorts like the report; null where servers may sort differently. */
  readonly placeOf: (row: SavedRow) => string | null;
  /** Whether a row is of this report, and not of the one that it was held against. */
  readonly counts: (row: SavedRow) => boolean;
}

const imageId = (row: SavedRow): string => row.get("image_id") ?? "";

const images = (command: string): ReportKind => ({
  command,
  identity: ["image_id"],
  idOf: imageId,
  placeOf: (row) => (isCanonicalUuid(imageId(row)) ? imageId(row) : null),
  counts: () => true,
});

/** The passes of `check` in their order; what none of them finds has no place. */
const PASSES: Readonly<Record<Sight, number | null>> = {
  schema: 0,
  "live image": 1,
  "image of either kind": 1,
  "deleted image": 1,
  "rows without an image": 2,
  server: 3,
  "cinder snapshot": 4,
  suppression: null,
};

const PASS_OF: ReadonlyMap<string, number | null> = new Map(
  RULES.map(({ id, looksAt }) => [id, PASSES[looksAt]]),
);

const CHECK: ReportKind = {
  command: "check",
  identity: ["finding_id", "rule", "subject", "subject_id", "baseline"],
  idOf: (row) => row.get("finding_id") ?? "",
  placeOf: (row) => {
    const pass = PASS_OF.get(row.get("rule") ?? "") ?? null;
    const subject = row.get("subject_id") ?? "";
    return pass === null || !isCanonicalUuid(subject) ? null : `${pass} ${subject}`;
  },
  counts: (row) => row.get("baseline") !== "resolved",
};

/**
 * Which command wrote a report, by its columns; undefined if it has no rows that could tell.
 * @throws UsageError if its rows cannot be told apart
 */
export function kindOfReport({ path, columns }: SavedReport): ReportKind | undefined {
  const has = (name: string): boolean => columns.includes(name);
  if (columns.length === 0) return undefined;
  if (has("finding_id") && has("rule") && has("subject_id")) return CHECK;
  if (has("image_id")) return images(has("certainty") || has("verdict") ? "orphans" : "images");
  throw new UsageError(
    `${path} is not a report that can be compared: it needs the column image_id (images, orphans) or the columns finding_id, rule and subject_id (check).`,
  );
}
