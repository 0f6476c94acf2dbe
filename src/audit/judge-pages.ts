import type { ImageTally } from "../judge/totals.ts";
import type { ShownColumn } from "../read/image-columns.ts";
import { readStretches } from "../read/read-images.ts";
import { ImageJudge, type JudgedImage, type JudgeOptions } from "./judge-stretch.ts";
import { NovaKnowledge } from "./nova-knowledge.ts";
import type { Databases } from "./with-databases.ts";

/** Reads and judges all images that pass the filters, page by page, and counts them in `tally`. */
export async function* judgePages(
  databases: Databases,
  options: JudgeOptions,
  tally: ImageTally,
): AsyncGenerator<JudgedImage[]> {
  const { filters, consistency } = options;
  const { glance, nova } = databases;
  const judge = new ImageJudge(databases, options, tally);
  const removed = filters.deleted !== "exclude";
  const reading = {
    filters,
    consistency,
    progress: options.progress.scanned,
    unread: unreadColumns(options),
  };
  for await (const stretch of readStretches(glance, reading)) {
    yield* judge.judge(stretch, nova && (await NovaKnowledge.of(databases, nova, stretch, { removed })));
  }
}

/** What is neither printed nor filtered by need not be read. */
function unreadColumns({ columns, filters }: JudgeOptions): ReadonlySet<ShownColumn> {
  const unread = new Set<ShownColumn>(columns && ["name", "owner", "updated_at"]);
  for (const column of unread) if (columns?.has(column)) unread.delete(column);
  if (filters.owners !== undefined) unread.delete("owner");
  return unread;
}
