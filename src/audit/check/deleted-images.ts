import { matchesVerdict, type ImageFilters } from "../../judge/filters.ts";
import type { ImageFacts } from "../../judge/image-facts.ts";
import { judgeImage } from "../../judge/judge-image.ts";
import { isSurelySame } from "../../read/glance/child-counts.ts";
import type { NamedIds } from "../../read/glance/child-ids.ts";
import type { DeadRows } from "../../read/glance/dead-rows.ts";
import { readForgotten } from "../../read/glance/forgotten-rows.ts";
import type { GlanceHandle } from "../../read/glance/glance-handle.ts";
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
  named: Promise<NamedIds>,
  { images: { glance }, suspects, rows: childRows, dead, nowMs }: Sources,
): Promise<Finding[]> {
  const ids = deleted.map(({ id }) => id);
  const suspected = ids.filter((id) => suspects.has(id));
  const others = ids.filter((id) => !suspects.has(id));
  const forgotten = own.length > 0 ? await withLiveRows(glance, others, (await named).countsOf, dead) : [];
  const rowsOf = await childRows.of([...suspected, ...forgotten]);
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

/** Those of these deleted images that may have rows which are not deleted. */
async function withLiveRows(
  glance: GlanceHandle,
  ids: readonly string[],
  countsOf: NamedIds["countsOf"],
  dead: DeadRows | undefined,
): Promise<readonly string[]> {
  const [first, last] = [ids[0], ids.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (dead === undefined || countsOf === undefined) {
    const forgotten = await readForgotten(glance, first, last);
    return ids.filter((id) => forgotten.has(id));
  }
  return ids.filter((id) => {
    const [all, counted] = [countsOf(id), dead.of(id)];
    return all === undefined || counted === undefined || !isSurelySame(all, counted);
  });
}
