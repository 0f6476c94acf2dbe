import type { PropertySet } from "../../src/judge/property-set.ts";

/** What the rows say, without what only the index knows of them. */
export function rowsOf({ stored, liveMarks, removedMarks }: PropertySet): PropertySet {
  return { stored, liveMarks, removedMarks };
}
