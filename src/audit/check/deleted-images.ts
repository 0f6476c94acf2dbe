import { matchesImage, matchesVerdict, type ImageFilters } from "../../judge/filters.ts";
import type { ImageFacts } from "../../judge/image-facts.ts";
import { judgeImage } from "../../judge/judge-image.ts";
import { readChildRows, readLiveRowsOfDeleted, type RowsOf } from "../../read/glance/child-rows.ts";
import { readDeletedImages } from "../../read/glance/deleted-images.ts";
import type { GlanceHandle } from "../../read/glance/glance-handle.ts";
import { readByIds } from "../../read/glance/images-with-properties.ts";
import type { Suspects } from "../../read/packed/suspects.ts";
import { rulesOn } from "../../rules/registry.ts";
import type { Rule } from "../../rules/rule.ts";
import { aboutImage, applyRules } from "./apply-rules.ts";
import type { Finding } from "./finding.ts";

const NO_ROWS: RowsOf = () => [];

/**
 * What is wrong with images that are deleted: whether they are audited themselves or not, since that is what
 * these rules are about. Of filters that depend on properties the images with findings alone are asked.
 */
export async function* checkDeletedImages(
  glance: GlanceHandle,
  rules: readonly Rule[],
  suspects: Suspects,
  filters: ImageFilters,
  nowMs: number,
): AsyncGenerator<Finding[]> {
  const [own, either] = [rulesOn("deleted image", rules), rulesOn("image of either kind", rules)];
  if (own.length === 0 && either.length === 0) return;
  const population: ImageFilters = { ...filters, deleted: "only" };
  for await (const page of readDeletedImages(glance)) {
    const wanted = (page as readonly ImageFacts[]).filter((image) => matchesImage(image, population));
    const [first, last] = [wanted[0]?.id, wanted.at(-1)?.id];
    if (first === undefined || last === undefined) continue;
    const liveRows = own.length === 0 ? NO_ROWS : await readLiveRowsOfDeleted(glance, first, last);
    const close = either.length === 0 ? [] : wanted.filter((image) => suspects.has(image.id));
    const allRows = await readChildRows(glance, idsOf(close));
    const found = wanted.flatMap((image) => {
      const byOwn = applyRules(own, { image, nowMs, rows: liveRows(image.id) }, aboutImage);
      return byOwn.concat(applyRules(either, { image, rows: allRows(image.id) }, aboutImage));
    });
    const passing = await verdictFilter(glance, population, found, nowMs);
    const kept = found.filter(({ subjectId }) => passing(subjectId));
    if (kept.length > 0) yield kept;
  }
}

async function verdictFilter(
  glance: GlanceHandle,
  filters: ImageFilters,
  found: readonly Finding[],
  nowMs: number,
): Promise<(imageId: string) => boolean> {
  const { classes, kinds, causes, instances, baseImages, unexpected } = filters;
  const asked =
    [classes, kinds, causes, instances, baseImages].some((set) => set !== undefined) || unexpected;
  if (!asked || found.length === 0) return () => true;
  const ids = [...new Set(found.map(({ subjectId }) => subjectId))];
  const images = await readByIds(glance, ids);
  const passing = new Set(
    (images as readonly ImageFacts[])
      .filter((image) => matchesVerdict(judgeImage(image, undefined, nowMs), filters))
      .map(({ id }) => id),
  );
  return (imageId) => passing.has(imageId);
}

function idsOf(images: readonly ImageFacts[]): string[] {
  return images.map(({ id }) => id);
}
