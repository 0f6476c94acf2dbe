import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** The nursery, both halves: room for some pages of rows, so that they are garbage before it is cleaned. */
const NURSERY_BYTES = 8 * 2 ** 20;
/** V8 enlarges it in a few steps; if it does not, the audit is slower and no more. */
const MOST_STEPS = 400;

/**
 * Keeps the heap near what is alive. Left alone V8 lets an audit, which makes and drops millions of small
 * objects, grow to several times what it needs before it cleans up; a server's memory belongs to others.
 */
export function keepMemoryModest(): void {
  setFlagsFromString("--semi-space-growth-factor=2");
  growNursery();
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--heap-growing-percent=15");
}

/** Its size cannot be asked for in a running program, but it grows when much of what is in it stays alive. */
function growNursery(): void {
  const survivors: object[] = [];
  for (let step = 0; step < MOST_STEPS && nurseryBytes() < NURSERY_BYTES; step += 1) {
    for (let count = 0; count < 1_000; count += 1) survivors.push({});
  }
}

function nurseryBytes(): number {
  return getHeapSpaceStatistics().find((space) => space.space_name === "new_space")?.space_size ?? 0;
}
