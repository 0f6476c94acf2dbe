import { matchesVerdict, type ImageFilters } from "../../judge/filters.ts";
import type { ImageFacts } from "../../judge/image-facts.ts";
import { judgeImage } from "../../judge/judge-image.ts";
import { readChildRows } from "../../read/glance/child-rows.ts";
import type { RuleOn } from "../../rules/rule.ts";
import { aboutImage, applyRules } from "./apply-rules.ts";
import type { Finding } from "./finding.ts";
import type { Sources } from "./live-images.ts";

/** The rules that look at deleted images. */
export interface DeletedImageRules {
  readonly own: readonly RuleOn<"deleted image">[];
  readonly either: readonly RuleOn<"image of either kind">[];
}

/**
 * What is wrong with images that are deleted: whether they are audited themselves or not, since that is what
 * these rules are about. Of filters that depend on properties the images with findings alone are asked.
 */
export async function checkDeletedImages(
  deleted: readonly ImageFacts[],
  { own, either }: DeletedImageRules,
  filters: ImageFilters,
  { images: { glance }, suspects, deletedRows, nowMs }: Sources,
): Promise<Finding[]> {
  const ids = deleted.map(({ id }) => id);
  const withLiveRows = own.length > 0 ? await deletedRows?.liveAmong(ids) : undefined;
  const close = ids.filter((id) => withLiveRows?.has(id) === true || suspects.has(id));
  const rowsOf = await readChildRows(glance, close);
  return deleted.flatMap((image) => {
    const rows = rowsOf(image.id);
    const live = rows.filter((row) => !row.deleted);
    const found = [
      ...applyRules(own, { image, nowMs, rows: live }, aboutImage),
      ...applyRules(either, { image, rows }, aboutImage),
    ];
    if (found.length === 0) return found;
    return matchesVerdict(judgeImage(image, undefined, nowMs), filters) ? found : [];
  });
}
