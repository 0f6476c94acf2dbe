import type { ImageTally } from "../../judge/totals.ts";
import { readStretches } from "../../read/glance/read-images.ts";
import { ImageJudge, type JudgedImage, type JudgeOptions } from "./judge-stretch.ts";
import { NovaKnowledge } from "../nova/nova-knowledge.ts";
import type { Databases } from "../with-databases.ts";

/** Reads and judges all images that pass the filters, page by page, and counts them in `tally`. */
export async function* judgePages(
  databases: Databases,
  options: JudgeOptions,
  tally: ImageTally,
): AsyncGenerator<JudgedImage[]> {
  const { filters, consistency, progress, watch, unread } = options;
  const { glance, nova } = databases;
  const judge = new ImageJudge(databases, options, tally);
  const removed = filters.deleted !== "exclude";
  const reading = { filters, consistency, progress: progress.scanned, watch, unread };
  for await (const stretch of readStretches(glance, reading)) {
    yield* judge.judge(stretch, nova && (await NovaKnowledge.of(databases, nova, stretch, { removed })));
  }
}
