import { NO_FILTERS } from "../../judge/filters.ts";
import { readChildRows } from "../../read/glance/child-rows.ts";
import { ChildIds, readNamed } from "../../read/glance/child-ids.ts";
import { DeadRows } from "../../read/glance/dead-rows.ts";
import { readForgotten } from "../../read/glance/forgotten-rows.ts";
import type { GlanceHandle } from "../../read/glance/glance-handle.ts";
import type { ShownColumn } from "../../read/glance/image-columns.ts";
import { readMembers } from "../../read/glance/image-members.ts";
import { IMAGES_PER_PAGE, readImageRows } from "../../read/glance/image-pages.ts";
import { countImages } from "../../read/glance/image-query.ts";
import { readImageStates } from "../../read/glance/image-states.ts";
import { LocationGroups } from "../../read/glance/location-groups.ts";
import { readLoneRows } from "../../read/glance/lone-rows.ts";
import { scanProperties, type PropertyWatch } from "../../read/glance/property-scan.ts";
import { readPropertyValues } from "../../read/glance/property-values.ts";
import {
  screenChildRows,
  watchChildRows,
  watchProperties,
  type ChildRowWatch,
} from "../../read/glance/screen-rows.ts";
import { findSharedLocations, joinRepeatedLocations } from "../../read/glance/shared-locations.ts";
import { ValueNotes } from "../../read/glance/value-notes.ts";
import { Suspects } from "../../read/packed/suspects.ts";
import type { SampleQuery } from "./explain-queries.ts";
import { drain, LAST_ID, sampleIds } from "./sample-ids.ts";

const IDS = sampleIds(IMAGES_PER_PAGE);
/** A page of images reaches from one id to another: as far as 500 of a million do. */
const [FIRST, LAST] = ["80000000-0000-4000-8000-000000000000", "80080000-0000-4000-8000-000000000000"];
const LAST_UUID = "ffffffff-ffff-ffff-ffff-ffffffffffff";
/** Two locations that may be the same, and name an image. */
const LOCATIONS = [1, 2].map((id) => [id, IDS[id] ?? "", `rbd://pool/${IDS[0]}/snap`]);
const ALL_KEYS = { after: "", upTo: undefined };
const FOR_RULES: ReadonlySet<ShownColumn> = new Set(["visibility", "disk_format", "protected"]);
const LIVE_AND_DELETED = { ...NO_FILTERS, deleted: "include" } as const;
const nobody = (): Suspects => new Suspects((id) => id);
const deadRows = (): DeadRows => new DeadRows((id) => id);
const watches = (dead: DeadRows | undefined): readonly PropertyWatch[] => [
  watchProperties(nobody(), dead),
  new ValueNotes(nobody()),
];
const watchLocations = (glance: GlanceHandle, dead: DeadRows | undefined): ChildRowWatch =>
  watchChildRows(glance, "location", nobody(), dead);

/** What the consistency rules ask of glance beside what verdicts need. */
export const GLANCE_RULE_QUERIES: readonly SampleQuery<GlanceHandle>[] = [
  {
    purpose: "check: live and deleted images",
    ask: (glance) => drain(readImageRows(glance, LIVE_AND_DELETED, ALL_KEYS, FOR_RULES)),
  },
  {
    purpose: "check: how many images are deleted",
    ask: (glance) => countImages(glance, { ...NO_FILTERS, deleted: "only" }),
  },
  {
    purpose: "check: properties, one pass",
    answers: [LAST_ID],
    ask: (glance) => scanProperties(glance, "", 1, () => undefined, watches(deadRows())),
  },
  {
    purpose: "check: properties, deleted ones not counted",
    answers: [LAST_ID],
    ask: (glance) => scanProperties(glance, "", 1, () => undefined, watches(undefined)),
  },
  {
    purpose: "check: other rows, one pass",
    answers: [LAST_ID, [], LAST_ID, [], LAST_ID],
    ask: (glance) => screenChildRows(glance, nobody(), deadRows()),
  },
  {
    purpose: "check: other rows, deleted ones not counted",
    answers: [LAST_ID, [], LAST_ID, [], LAST_ID],
    ask: (glance) => screenChildRows(glance, nobody(), undefined),
  },
  {
    purpose: "check: live rows of deleted images",
    ask: (glance) => readForgotten(glance, FIRST, LAST),
  },
  { purpose: "check: rows of images", ask: (glance) => readChildRows(glance, IDS) },
  { purpose: "check: ids of rows", ask: (glance) => new ChildIds(glance).next(IDS) },
  { purpose: "check: locations of images", ask: (glance) => readNamed(glance, IDS) },
  {
    purpose: "check: rows without image",
    ask: (glance) => readLoneRows(glance, { after: FIRST, upTo: LAST }),
  },
  {
    purpose: "check: the same at the end",
    ask: (glance) => readLoneRows(glance, { after: LAST_UUID, upTo: undefined }),
  },
  { purpose: "check: members of a page", ask: (glance) => readMembers(glance, FIRST, LAST) },
  { purpose: "check: values of images", ask: (glance) => readPropertyValues(glance, IDS, ["image_id"]) },
  { purpose: "check: states of images", ask: (glance) => readImageStates(glance, IDS) },
  {
    purpose: "check: shared locations",
    answers: [LAST_ID, LOCATIONS, LOCATIONS.slice(0, 1)],
    ask: (glance) => findSharedLocations(glance),
  },
  {
    purpose: "check: shared locations, with deleted ones",
    answers: [LAST_ID],
    ask: (glance) => findSharedLocations(glance, watchLocations(glance, deadRows())),
  },
  {
    purpose: "check: shared locations, deleted ones not counted",
    answers: [LAST_ID],
    ask: (glance) => findSharedLocations(glance, watchLocations(glance, undefined)),
  },
  {
    purpose: "check: repeated locations",
    ask: (glance) => joinRepeatedLocations(glance, IDS, new LocationGroups((id) => id)),
  },
];
