import { readCellMappings } from "../../read/nova/cell-mappings.ts";
import { readInstanceDetails } from "../../read/nova/instance-details.ts";
import { readBuildRequests, readInstanceMappings } from "../../read/nova/instance-mappings.ts";
import { findInstances, passInstances } from "../../read/nova/instances.ts";
import { readLiveServers } from "../../read/nova/live-servers.ts";
import { readNeedsInCell } from "../../read/nova/needs-in-cell.ts";
import { readNeedsInNovaApi } from "../../read/nova/needs-in-nova-api.ts";
import type { CellHandle } from "../../read/nova/open-cell.ts";
import type { NovaApiHandle } from "../../read/nova/open-nova-api.ts";
import { readServerRows } from "../../read/nova/server-rows.ts";
import { readShadowInstances } from "../../read/nova/shadow-instances.ts";
import { readShelvedImages, readShelvedServers } from "../../read/nova/shelved-images.ts";
import { readSnapshotActions } from "../../read/nova/snapshot-actions.ts";
import type { SampleQuery } from "./explain-queries.ts";
import { drain, LAST_ID, sampleIds, sampleTable } from "./sample-ids.ts";

const SERVERS = sampleIds(1_000);
const WANTED = sampleTable(1_000);
const FEW = SERVERS.slice(0, 500);
const ROW_IDS = FEW.map((_, at) => at + 1);
const WINDOWS = SERVERS.slice(0, 20).map((instance) => ({
  instance,
  from: "2026-01-01 00:00:00",
  until: "2026-01-01 00:01:00",
}));
const nothing = (): void => undefined;

/** All that audits ask of a cell. */
export const CELL_QUERIES: readonly SampleQuery<CellHandle>[] = [
  { purpose: "servers by uuid", ask: (cell) => findInstances(cell, WANTED, nothing) },
  { purpose: "servers, one pass", ask: (cell) => passInstances(cell, WANTED, nothing, nothing) },
  { purpose: "states of servers, one pass", ask: (cell) => passInstances(cell, WANTED, nothing, undefined) },
  { purpose: "archived servers, one pass", ask: (cell) => readShadowInstances(cell, WANTED, nothing) },
  { purpose: "names of servers", ask: (cell) => readInstanceDetails(cell, "instances", ROW_IDS) },
  {
    purpose: "names of archived servers",
    ask: (cell) => readInstanceDetails(cell, "shadow_instances", ROW_IDS),
  },
  { purpose: "shelved servers", answers: [LAST_ID], ask: (cell) => drain(readShelvedServers(cell)) },
  { purpose: "shelved servers' images", ask: (cell) => readShelvedImages(cell, FEW, nothing) },
  {
    purpose: "images that servers need",
    answers: [LAST_ID, [], LAST_ID],
    ask: (cell) =>
      readNeedsInCell(cell, {
        count: nothing,
        countCopy: nothing,
        shelvedInto: nothing,
        shelvingUnder: nothing,
      }),
  },
  {
    purpose: "check: live servers",
    answers: [SERVERS.map((uuid) => [uuid, null, "shelved", null, null, null, null, null])],
    ask: (cell) => drain(readLiveServers(cell)),
  },
  { purpose: "show: servers by uuid", ask: (cell) => readServerRows(cell, "instances", { uuids: FEW }) },
  {
    purpose: "show: archived servers",
    ask: (cell) => readServerRows(cell, "shadow_instances", { ids: ROW_IDS }),
  },
  { purpose: "show: who made a snapshot", ask: (cell) => readSnapshotActions(cell, WINDOWS) },
];

/** All that audits ask of nova's API database. */
export const NOVA_API_QUERIES: readonly SampleQuery<NovaApiHandle>[] = [
  { purpose: "cell mappings", wholeTable: true, ask: readCellMappings },
  // Which of the two ways is taken depends on how many mappings are wanted.
  {
    purpose: "mappings by uuid",
    ask: (api) => readInstanceMappings(withEstimate(api, 0), SERVERS, SERVERS.length, nothing),
  },
  {
    purpose: "mappings, one pass",
    ask: (api) => readInstanceMappings(withEstimate(api, 1), SERVERS, SERVERS.length, nothing),
  },
  { purpose: "build requests", ask: (api) => readBuildRequests(api, nothing) },
  {
    purpose: "images that requests name",
    ask: (api) => readNeedsInNovaApi(api, { building: nothing, requested: nothing }),
  },
];

function withEstimate(api: NovaApiHandle, rows: number): NovaApiHandle {
  return { ...api, shape: { ...api.shape, rowEstimate: () => rows } };
}
