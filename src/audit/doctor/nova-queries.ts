import { readCellMappings } from "../../read/cell-mappings.ts";
import { readInstanceDetails } from "../../read/instance-details.ts";
import { readBuildRequests, readInstanceMappings } from "../../read/instance-mappings.ts";
import { readInstances } from "../../read/instances.ts";
import { readNeedsInCell } from "../../read/needs-in-cell.ts";
import { readNeedsInNovaApi } from "../../read/needs-in-nova-api.ts";
import type { CellHandle } from "../../read/open-cell.ts";
import type { NovaApiHandle } from "../../read/open-nova-api.ts";
import { readShadowInstances } from "../../read/shadow-instances.ts";
import { readShelvedImages } from "../../read/shelved-images.ts";
import type { SampleQuery } from "./explain-queries.ts";
import { LAST_ID, sampleIds, sampleTable } from "./sample-ids.ts";

const SERVERS = sampleIds(1_000);
const WANTED = sampleTable(1_000);
const ROW_IDS = SERVERS.slice(0, 500).map((_, at) => at + 1);
const nothing = (): void => undefined;

/** All that audits ask of a cell. */
export const CELL_QUERIES: readonly SampleQuery<CellHandle>[] = [
  // Which of the two ways is taken depends on how many of the servers are wanted.
  { purpose: "servers by uuid", ask: (cell) => readInstances(withEstimate(cell, 0), WANTED, nothing) },
  { purpose: "servers, one pass", ask: (cell) => readInstances(withEstimate(cell, 1), WANTED, nothing) },
  { purpose: "archived servers, one pass", ask: (cell) => readShadowInstances(cell, WANTED, nothing) },
  { purpose: "names of servers", ask: (cell) => readInstanceDetails(cell, "instances", ROW_IDS) },
  {
    purpose: "names of archived servers",
    ask: (cell) => readInstanceDetails(cell, "shadow_instances", ROW_IDS),
  },
  {
    purpose: "shelved servers' images",
    answers: [LAST_ID],
    ask: (cell) => readShelvedImages(cell, nothing),
  },
  {
    purpose: "images that servers need",
    answers: [LAST_ID, [], LAST_ID, [], LAST_ID],
    ask: (cell) => readNeedsInCell(cell, { count: nothing, shelvingUnder: nothing }),
  },
];

/** All that audits ask of nova's API database. */
export const NOVA_API_QUERIES: readonly SampleQuery<NovaApiHandle>[] = [
  { purpose: "cell mappings", wholeTable: true, ask: readCellMappings },
  { purpose: "mappings by uuid", ask: (api) => readInstanceMappings(api, SERVERS, nothing) },
  { purpose: "build requests by uuid", ask: (api) => readBuildRequests(api, SERVERS, nothing) },
  {
    purpose: "images that requests name",
    ask: (api) => readNeedsInNovaApi(api, { building: nothing, requested: nothing }),
  },
];

function withEstimate(cell: CellHandle, rows: number): CellHandle {
  return { ...cell, shape: { ...cell.shape, rowEstimate: () => rows } };
}
