import type { ImageFacts } from "../judge/image-facts.ts";
import { DAY_MS, utcMs } from "../judge/times.ts";

/** Milliseconds since the image's row last changed. */
export function unchangedMs(image: ImageFacts, nowMs: number): number {
  const created = utcMs(image.createdAt);
  const updated = image.updatedAt === null ? created : utcMs(image.updatedAt);
  return nowMs - Math.max(created, updated);
}

/** Nothing that glance or nova does takes longer than this. */
export const SETTLED_MS = DAY_MS;
