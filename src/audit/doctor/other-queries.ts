import { readNeedsInCinder } from "../../read/needs-in-cinder.ts";
import type { CinderHandle } from "../../read/open-cinder.ts";
import type { KeystoneHandle } from "../../read/open-keystone.ts";
import { readProjects } from "../../read/projects.ts";
import { readVolumeSnapshots } from "../../read/volume-snapshots.ts";
import type { SampleQuery } from "./explain-queries.ts";
import { LAST_ID, sampleIds } from "./sample-ids.ts";

const IDS = sampleIds(500);

/** All that audits ask of cinder. */
export const CINDER_QUERIES: readonly SampleQuery<CinderHandle>[] = [
  {
    purpose: "volume snapshots by id",
    answers: [IDS.map((id) => [id, id, "available", 0, 1, "2026-01-01 00:00:00"])],
    ask: (cinder) => readVolumeSnapshots(cinder, IDS),
  },
  {
    purpose: "volumes made from images",
    answers: [LAST_ID],
    ask: (cinder) => readNeedsInCinder(cinder, () => undefined),
  },
];

/** All that audits ask of keystone. */
export const KEYSTONE_QUERIES: readonly SampleQuery<KeystoneHandle>[] = [
  { purpose: "projects in key order", ask: readProjects },
];
