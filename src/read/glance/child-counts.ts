import type { ChildKind } from "./child-tables.ts";

/** How many rows of each kind an image has, as one number: a byte for each kind. */
export type ChildCounts = number;

/** What a byte cannot tell apart from more. */
const MOST = 255;
const PLACES = { property: 0, location: 8, member: 16, tag: 24 } as const satisfies Record<ChildKind, number>;
const KINDS = Object.keys(PLACES) as readonly ChildKind[];

export const NO_ROWS: ChildCounts = 0;

export function addRows(counts: ChildCounts, kind: ChildKind, rows: number): ChildCounts {
  const place = PLACES[kind];
  const sum = Math.min(MOST, countOf(counts, kind) + rows);
  return (counts & ~(MOST << place)) | (sum << place);
}

/** @returns 255 for as many or more */
export function countOf(counts: ChildCounts, kind: ChildKind): number {
  return (counts >>> PLACES[kind]) & MOST;
}

/** Whether these are as many of each kind as those, as far as can be told. */
export function isSurelySame(left: ChildCounts, right: ChildCounts): boolean {
  return (left | 0) === (right | 0) && KINDS.every((kind) => countOf(left, kind) < MOST);
}
