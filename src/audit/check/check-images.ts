import { matchesImage, type ImageFilters } from "../../judge/filters.ts";
import type { ImageTally } from "../../judge/totals.ts";
import { ChildIds, readNamed } from "../../read/glance/child-ids.ts";
import { SHOWN_COLUMNS, type ShownColumn } from "../../read/glance/image-columns.ts";
import { FEWER_PER_STATEMENT } from "../../read/glance/image-pages.ts";
import { rulesOn } from "../../rules/registry.ts";
import type { ExtraFact, Rule } from "../../rules/rule.ts";
import { ahead } from "../ahead.ts";
import { judgePages } from "../images/judge-pages.ts";
import type { JudgeOptions } from "../images/judge-stretch.ts";
import type { Databases } from "../with-databases.ts";
import { aboutImage, applyRules } from "./apply-rules.ts";
import { checkDeletedImages } from "./deleted-images.ts";
import type { Finding } from "./finding.ts";
import { gatherFacts, type Sources } from "./live-images.ts";

/** What is wrong with images, live or deleted, in the server's order of their ids. */
export async function* checkImages(
  { glance, ...others }: Databases,
  rules: readonly Rule[],
  sources: Sources,
  options: JudgeOptions,
  tally: ImageTally,
): AsyncGenerator<readonly Finding[]> {
  const { filters } = options;
  const [own, either] = [rulesOn("live image", rules), rulesOn("image of either kind", rules)];
  const ofDeleted = { own: rulesOn("deleted image", rules), either };
  const looksForLone = rulesOn("rows without an image", rules).length > 0;
  const passesDeleted = looksForLone || ofDeleted.own.length + either.length > 0;
  const wanted = new Set<ExtraFact>([...own, ...either].flatMap(({ reads }) => reads ?? []));
  // Which cinder snapshots are needed, only the images can say.
  if (rulesOn("cinder snapshot", rules).length > 0) wanted.add("blockDevices");
  // Such rows are looked for only where all images are read, as reading alongside them asks for.
  const children = looksForLone ? new ChildIds(glance) : undefined;
  const locationsCount = wanted.has("unlocated") || wanted.has("sharesLocationWith");
  const population = { ...filters, deleted: "only" } as const;

  const reading = {
    ...options,
    passesDeleted,
    perStatement: FEWER_PER_STATEMENT,
    unread: unreadColumns(rules, filters),
  };
  const pages = judgePages({ glance, ...others }, reading, tally);
  const asked = ahead(pages, async ({ read, judged }) => {
    const ids = read.map(({ id }) => id);
    const live = judged.filter(({ image }) => !image.deleted);
    const deleted = passesDeleted ? read.filter((image) => matchesImage(image, population)) : [];
    const named = children?.next(ids) ?? readNamed(glance, locationsCount ? ids : []);
    const [factsOf, ofThose, { lone }] = await Promise.all([
      gatherFacts(live, wanted, named, sources),
      checkDeletedImages(deleted, ofDeleted, filters, named, sources),
      named,
    ]);
    return { ids, live, factsOf, ofThose, lone };
  });
  for await (const { ids, live, factsOf, ofThose, lone } of asked) {
    if (lone !== undefined) sources.loneRanges.push(lone);
    const found: Finding[] = [];
    const keep = (wrong: readonly Finding[]): void => {
      if (wrong.length > 0) found.push(...wrong);
    };
    for (let at = 0; at < live.length; at += 1) {
      const seen = factsOf(at);
      keep(applyRules(own, seen, aboutImage));
      keep(applyRules(either, seen, aboutImage));
    }
    if (found.length + ofThose.length > 0) yield inOrderOf(ids, found, ofThose);
  }
  if (children !== undefined) sources.loneRanges.push({ after: children.bound, upTo: undefined });
}

/** Whose image it is, a finding says. */
function unreadColumns(rules: readonly Rule[], filters: ImageFilters): ReadonlySet<ShownColumn> {
  const read = new Set<ShownColumn>(["owner", ...rules.flatMap(({ columns }) => columns ?? [])]);
  if (filters.visibilities !== undefined) read.add("visibility");
  // A cause can depend on it.
  if (filters.causes !== undefined || filters.unexpected) read.add("disk_format");
  return new Set(SHOWN_COLUMNS.filter((column) => !read.has(column)));
}

/** Findings about two kinds of images, each in the order of these ids, as one list. */
function inOrderOf(
  ids: readonly string[],
  left: readonly Finding[],
  right: readonly Finding[],
): readonly Finding[] {
  if (left.length === 0 || right.length === 0) return [...left, ...right];
  const found: Finding[] = [];
  let [ofLeft, ofRight] = [0, 0];
  for (const id of ids) {
    for (; left[ofLeft]?.subjectId === id; ofLeft += 1) found.push(left[ofLeft]!);
    for (; right[ofRight]?.subjectId === id; ofRight += 1) found.push(right[ofRight]!);
  }
  return found;
}
