import { restricts } from "../../judge/filters.ts";
import { certaintyOf } from "../../judge/instance-state.ts";
import { MORE_PER_STATEMENT } from "../../read/glance/image-pages.ts";
import { NeedsNotes } from "../../read/glance/needs-notes.ts";
import { readStretches } from "../../read/glance/read-images.ts";
import { BlockDeviceNotes } from "../../read/glance/block-device-notes.ts";
import { ahead } from "../ahead.ts";
import { ImageJudge, type JudgedImage } from "../images/judge-stretch.ts";
import type { Nova } from "../nova/nova.ts";
import type { Row } from "../row.ts";
import type { Databases } from "../with-databases.ts";
import { likelyOrphans } from "./likely-orphans.ts";
import { OrphanDetails } from "./orphan-details.ts";
import { gatherEvidence, type OrphanEvidence } from "./orphan-evidence.ts";
import { OrphanFinisher, type UnfinishedRow } from "./orphan-finisher.ts";
import type { OrphanTally } from "./orphan-tally.ts";
import type { Orphan } from "./orphans-listing.ts";
import { asksForHolds, asksForKind, unreadColumns, type OrphansOptions } from "./orphans-options.ts";

/** Orphans whose details are asked together, by one question to each cell. */
const ASKED_TOGETHER = 500;

/** One row per live image whose instance is gone, in the server's order of image ids. */
export async function* auditOrphans(
  databases: Databases,
  nova: Nova,
  options: OrphansOptions,
  tally: OrphanTally,
): AsyncGenerator<readonly Row[]> {
  await using details = new OrphanDetails(nova);
  const finisher = await OrphanFinisher.of(databases, nova, options, tally, details);
  yield* ahead(findOrphans(databases, nova, options, tally, finisher), (found) => finisher.finish(found));
}

async function* findOrphans(
  databases: Databases,
  nova: Nova,
  options: OrphansOptions,
  tally: OrphanTally,
  finisher: OrphanFinisher,
): AsyncGenerator<readonly UnfinishedRow[]> {
  const { filters, consistency, progress } = options;
  const judge = new ImageJudge(databases, options, tally.images);
  const withHolds = asksForHolds(options);
  const notes = {
    devices: databases.cinder && new BlockDeviceNotes(false),
    needs: withHolds ? new NeedsNotes(databases.glance) : undefined,
  };
  const watches = [notes.devices, notes.needs].filter((watch) => watch !== undefined);
  const reading = {
    filters,
    consistency,
    progress: progress.scanned,
    watches,
    unread: unreadColumns(options),
    perStatement: MORE_PER_STATEMENT,
  };
  for await (const stretch of readStretches(databases.glance, reading)) {
    const evidence = await gatherEvidence(databases, nova, stretch, {
      withHolds,
      withoutShelved: !asksForKind(options),
      removed: false,
      notes,
    });
    const { knowledge } = evidence;
    const pages =
      stretch.chosen === undefined || restricts(filters)
        ? stretch.pages()
        : stretch.chosen(likelyOrphans(stretch, knowledge, (found, size) => judge.passOver(found, size)));
    for await (const page of judge.judge(pages, knowledge)) {
      const orphans: Orphan[] = [];
      for (const judged of page.judged) {
        if (judged.verdict.instanceState === "unknown") tally.countUndetermined();
        const orphan = orphanOf(judged, evidence, options, tally);
        if (orphan !== undefined) orphans.push(orphan);
      }
      finisher.take(orphans, evidence);
      if (!finisher.asksForDetails || finisher.taken >= ASKED_TOGETHER) yield finisher.release();
    }
    yield finisher.release();
  }
}

/** The orphan that an image is, if it is one of those wanted. */
function orphanOf(
  judged: JudgedImage,
  { knowledge }: OrphanEvidence,
  { createdBefore, certainties }: OrphansOptions,
  tally: OrphanTally,
): Orphan | undefined {
  const certainty = certaintyOf(judged.verdict.instanceState);
  const instance = certainty === null ? undefined : knowledge.instanceOf(judged.image);
  if (certainty === null || instance === undefined) return undefined;
  if (createdBefore !== undefined && judged.image.createdAt.slice(0, 19) >= createdBefore) {
    tally.countTooYoung();
    return undefined;
  }
  if (certainties !== undefined && !certainties.has(certainty)) return undefined;
  return { ...judged, instance, certainty, found: knowledge.states.of(instance) };
}
