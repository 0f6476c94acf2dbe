import { expect } from "vitest";
import { NO_FILTERS, matchesImage, type ImageFilters } from "../../src/judge/filters.ts";
import type { ImageFacts } from "../../src/judge/image-facts.ts";
import { judgeImage } from "../../src/judge/judge-image.ts";
import type { GlanceHandle } from "../../src/read/glance/glance-handle.ts";
import { openGlance } from "../../src/read/glance/open-glance.ts";
import { readImages, type ReadImagesOptions } from "../../src/read/glance/read-images.ts";
import { NOW } from "../judge/raw-image.ts";
import { naiveImages } from "./naive-images.ts";
import { OPEN_OPTIONS } from "./open-options.ts";
import { rowsOf } from "./rows-of.ts";
import type { TestDatabase } from "./test-database.ts";

/** One way of reading, and what of all images it should give. */
interface Plan {
  readonly name: string;
  readonly filters: ImageFilters;
  readonly wanted: (image: ImageFacts) => boolean;
  readonly consistency?: "chunked";
  readonly capacity?: number;
  /** Makes the filters seem to let through a small part of the images, so that key order is chosen. */
  readonly narrow?: true;
}

const ALL: ImageFilters = { ...NO_FILTERS, deleted: "include" };
const all = (): boolean => true;
const isActive = (image: ImageFacts): boolean => image.status === "active";

function plansFor(images: readonly ImageFacts[]): Plan[] {
  const status = { ...ALL, statuses: new Set(["active"]) };
  const some = images
    .filter((_, at) => at % 3 !== 0)
    .flatMap(({ id }) => [id, id.toLowerCase(), id.toUpperCase()]);
  const named = new Set([...some, "no such image", "00000000-0000-4713-8dbe-000000000009"]);
  return [
    { name: "scan", filters: ALL, wanted: all },
    ...[0, 3, 12, 40].map((capacity) => ({
      name: `scan, ${capacity} records`,
      filters: ALL,
      wanted: all,
      capacity,
    })),
    { name: "scan of the living", filters: NO_FILTERS, wanted: (image) => !image.deleted },
    { name: "scan of the dead", filters: { ...ALL, deleted: "only" }, wanted: (image) => image.deleted },
    { name: "scan by status", filters: status, wanted: isActive },
    { name: "key order", filters: status, wanted: isActive, narrow: true },
    {
      name: "key order by owner",
      filters: { ...ALL, owners: new Set(["1f2e", "nobody"]) },
      wanted: ({ owner }) => owner === "1f2e",
      narrow: true,
    },
    {
      name: "scan by owners beyond ASCII",
      filters: { ...ALL, owners: new Set(["1f2e", "２", "画像"]) },
      wanted: ({ owner }) => owner === "1f2e" || owner === "２",
      narrow: true,
    },
    {
      name: "key order by time",
      filters: { ...ALL, createdFrom: "2024-05-06 07:08:09", createdBefore: "2024-05-06 07:08:10" },
      wanted: ({ createdAt }) => createdAt.startsWith("2024-05-06 07:08:09"),
      narrow: true,
    },
    { name: "chunked", filters: ALL, wanted: all, consistency: "chunked" },
    { name: "chunked by status", filters: status, wanted: isActive, consistency: "chunked" },
    { name: "named ids", filters: { ...ALL, images: named }, wanted: ({ id }) => named.has(id) },
  ];
}

async function readWith(handle: GlanceHandle, plan: Plan): Promise<{ images: ImageFacts[]; passes: number }> {
  const { narrow, filters, consistency = "snapshot", capacity } = plan;
  const shape = { ...handle.shape, rowEstimate: () => (narrow ? 1e9 : 0) };
  const images: ImageFacts[] = [];
  let passes = 0;
  const progress = (done: number, total: number): void => {
    if (done === total) passes += 1;
  };
  const options: ReadImagesOptions = {
    filters,
    consistency,
    progress,
    ...(capacity === undefined ? {} : { capacity }),
  };
  for await (const page of readImages({ ...handle, shape }, options)) {
    images.push(...page.filter((image) => matchesImage(image, filters)));
  }
  return { images, passes };
}

/** Facts and verdicts, without what the reader keeps for itself. */
const judged = (images: readonly (ImageFacts & { readonly isPublic?: boolean })[]) =>
  images.map(({ isPublic: _isPublic, ...image }) => ({
    image: { ...image, properties: rowsOf(image.properties) },
    verdict: judgeImage(image, undefined, NOW),
  }));

/**
 * Reads a database by every plan and holds each against the naive reading: same images, same facts, same
 * verdicts, same order.
 * @returns the passes that each scan took, by plan
 */
export async function expectPlansAgree(db: TestDatabase): Promise<Record<string, number>> {
  const naive = await naiveImages(db);
  const handle = await openGlance(db.where, OPEN_OPTIONS);
  const passesOf: Record<string, number> = {};
  try {
    for (const plan of plansFor(naive)) {
      const { images, passes } = await readWith(handle, plan);
      const { name } = plan;
      const wanted = naive.filter((image) => plan.wanted(image));
      expect({ name, images: judged(images) }).toEqual({ name, images: judged(wanted) });
      passesOf[plan.name] = passes;
    }
  } finally {
    await handle.close();
  }
  return passesOf;
}
