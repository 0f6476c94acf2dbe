import type { ImageTally } from "../../judge/totals.ts";
import { BlockDeviceNotes } from "../../read/glance/block-device-notes.ts";
import type { ShownColumn } from "../../read/glance/image-columns.ts";
import { readStretches } from "../../read/glance/read-images.ts";
import { ImageJudge, type JudgedPage, type JudgeOptions } from "./judge-stretch.ts";
import { NovaKnowledge } from "../nova/nova-knowledge.ts";
import type { Databases } from "../with-databases.ts";

/** Reads and judges all images that pass the filters, page by page, and counts them in `tally`. */
export async function* judgePages(
  databases: Databases,
  options: JudgeOptions,
  tally: ImageTally,
): AsyncGenerator<JudgedPage> {
  const { filters, consistency, progress, watches = [], unread, passesDeleted, perStatement } = options;
  const { glance, nova, cinder } = databases;
  const judge = new ImageJudge(databases, options, tally);
  const removed = filters.deleted !== "exclude";
  const devices = nova && cinder && new BlockDeviceNotes(removed);
  const reading = {
    filters,
    consistency,
    progress: progress.scanned,
    watches: devices === undefined ? watches : [...watches, devices],
    passesDeleted,
    perStatement,
    // Only holds go by `protected`.
    unread: new Set<ShownColumn>(["protected", ...(unread ?? [])]),
  };
  for await (const stretch of readStretches(glance, reading)) {
    yield* judge.judge(
      stretch.pages(),
      nova && (await NovaKnowledge.of(databases, nova, stretch, { removed, devices })),
    );
  }
}
