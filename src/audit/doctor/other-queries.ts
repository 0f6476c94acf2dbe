import { readImageSnapshots } from "../../read/cinder/image-snapshots.ts";
import { readNeedsInCinder } from "../../read/cinder/needs-in-cinder.ts";
import type { CinderHandle } from "../../read/cinder/open-cinder.ts";
import type { KeystoneHandle } from "../../read/keystone/open-keystone.ts";
import { readProjects, readProjectsNamed } from "../../read/keystone/projects.ts";
import { readSnapshotStates } from "../../read/cinder/snapshot-states.ts";
import { readVolumeSnapshots } from "../../read/cinder/volume-snapshots.ts";
import { readVolumes } from "../../read/cinder/volumes.ts";
import type { SampleQuery } from "./explain-queries.ts";
import { drain, LAST_ID, sampleIds } from "./sample-ids.ts";

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
  { purpose: "show: volumes", ask: (cinder) => readVolumes(cinder, IDS) },
  { purpose: "check: states of snapshots", ask: (cinder) => readSnapshotStates(cinder, IDS) },
  { purpose: "check: snapshots of images", ask: (cinder) => drain(readImageSnapshots(cinder)) },
];

/** All that audits ask of keystone. */
export const KEYSTONE_QUERIES: readonly SampleQuery<KeystoneHandle>[] = [
  { purpose: "projects in key order", ask: readProjects },
  { purpose: "projects by id", ask: (keystone) => readProjectsNamed(keystone, IDS) },
];
