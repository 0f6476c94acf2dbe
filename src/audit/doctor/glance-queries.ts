import { NO_FILTERS } from "../../judge/filters.ts";
import { readBlockDevices } from "../../read/glance/block-device-properties.ts";
import { completeImages } from "../../read/glance/complete-images.ts";
import type { GlanceHandle } from "../../read/glance/glance-handle.ts";
import { readImageBelongings } from "../../read/glance/image-belongings.ts";
import { imageOf, type ShownColumn } from "../../read/glance/image-columns.ts";
import { readImageDetails } from "../../read/glance/image-details.ts";
import { IMAGES_PER_PAGE, readImageRows } from "../../read/glance/image-pages.ts";
import { countImages } from "../../read/glance/image-query.ts";
import { readByIds, readImagesWithProperties } from "../../read/glance/images-with-properties.ts";
import { readLiveAmong } from "../../read/glance/live-ids.ts";
import { NeedsNotes } from "../../read/glance/needs-notes.ts";
import { readNeedsInGlance } from "../../read/glance/needs-in-glance.ts";
import { readNewestReferences } from "../../read/glance/newest-references.ts";
import { readPropertyRows } from "../../read/glance/property-rows.ts";
import { scanProperties } from "../../read/glance/property-scan.ts";
import { readImages } from "../../read/glance/read-images.ts";
import { readImagesOfTasks } from "../../read/glance/running-tasks.ts";
import type { SampleQuery } from "./explain-queries.ts";
import { GLANCE_RULE_QUERIES } from "./glance-rule-queries.ts";
import { drain, LAST_ID, sampleIds } from "./sample-ids.ts";

const IDS = sampleIds(IMAGES_PER_PAGE);
const ALL_KEYS = { after: "", upTo: undefined };
const FILTERED = { ...NO_FILTERS, owners: new Set(["0"]), statuses: new Set(["active"]) };
const NAMED = { ...NO_FILTERS, images: new Set(IDS) };
const PACE = { consistency: "snapshot", progress: () => undefined } as const;
const FOR_VERDICTS: ReadonlySet<ShownColumn> = new Set(["protected"]);
const nothing = (): void => undefined;

/** All that audits ask of glance. */
export const GLANCE_QUERIES: readonly SampleQuery<GlanceHandle>[] = [
  { purpose: "images in key order", ask: (glance) => drain(readImageRows(glance, NO_FILTERS, ALL_KEYS)) },
  {
    purpose: "images for verdicts",
    ask: (glance) => drain(readImageRows(glance, NO_FILTERS, ALL_KEYS, FOR_VERDICTS)),
  },
  {
    purpose: "properties, one pass",
    answers: [LAST_ID],
    ask: (glance) => scanProperties(glance, "", IDS.length, nothing),
  },
  {
    purpose: "properties that show needs",
    answers: [LAST_ID],
    ask: (glance) => scanProperties(glance, "", IDS.length, nothing, [new NeedsNotes(glance)]),
  },
  { purpose: "images that are live", ask: (glance) => readLiveAmong(glance, IDS) },
  { purpose: "how many pass a filter", wholeTable: true, ask: (glance) => countImages(glance, FILTERED) },
  {
    purpose: "filtered ids in key order",
    ask: (glance) => drain(readImagesWithProperties(glance, FILTERED, ALL_KEYS)),
  },
  { purpose: "images with properties", ask: (glance) => readByIds(glance, IDS) },
  { purpose: "images by --image", ask: (glance) => drain(readImages(glance, { ...PACE, filters: NAMED })) },
  {
    purpose: "shared or restored images",
    ask: (glance) => completeImages(glance, IDS.map(doubtfulIn(glance))),
  },
  { purpose: "block devices of images", ask: (glance) => readBlockDevices(glance, IDS, false) },
  {
    purpose: "bases, members, tags",
    answers: [LAST_ID, [], LAST_ID, [], LAST_ID],
    ask: (glance) => readNeedsInGlance(glance, { concerns: () => true, count: nothing, importing: nothing }),
  },
  {
    purpose: "running tasks",
    answers: [IDS.map((id) => [id, null])],
    ask: (glance) => readImagesOfTasks(glance),
  },
  {
    purpose: "newest references",
    answers: [LAST_ID],
    ask: (glance) => drain(readNewestReferences(glance)),
  },
  { purpose: "show: row of an image", ask: (glance) => readImageDetails(glance, IDS) },
  { purpose: "show: properties", ask: (glance) => readPropertyRows(glance, IDS) },
  { purpose: "show: places, members, tags", ask: (glance) => readImageBelongings(glance, IDS) },
  ...GLANCE_RULE_QUERIES,
];

/** An image that raises every further question: before Ocata, is it shared; restored, has it lost everything. */
function doubtfulIn(glance: GlanceHandle) {
  const visibility = glance.shape.has("images.is_public") ? null : "private";
  const moment = "2026-01-01 00:00:00";
  return (id: string) => imageOf([id, null, null, "active", visibility, 0, moment, null, moment, 0, null]);
}
