import type { SearchReach } from "../../judge/instance-state.ts";
import { readBuildRequests, readInstanceMappings } from "../../read/nova/instance-mappings.ts";
import {
  findInstances,
  isInstancePassCheaper,
  passInstances,
  type LiveServer,
  type StoredInstance,
} from "../../read/nova/instances.ts";
import type { CellHandle } from "../../read/nova/open-cell.ts";
import { readShadowInstances } from "../../read/nova/shadow-instances.ts";
import type { CellObserver } from "./cell-observer.ts";
import type { FoundInstances } from "./found-instances.ts";
import type { Cell, Nova } from "./nova.ts";
import { Rendezvous } from "./rendezvous.ts";
import type { Visit } from "../visited-database.ts";

/** How a search ended. */
export interface SearchEnd {
  readonly reach: SearchReach;
  /** Why an instance that was not found may exist all the same; empty if it cannot. */
  readonly doubts: readonly string[];
}

/** Of a search for nothing. */
export const NOTHING_SEARCHED: SearchEnd = {
  reach: { everywhere: false, buildRequests: false, shared: false },
  doubts: [],
};

/** How to search. */
export interface SearchOptions {
  readonly observers: readonly CellObserver[];
  /** Whether shadow tables are passed for what is left over. */
  readonly shadows: boolean;
  /** Asked when not one of the wanted was found: whether a cell knows any other that glance names. */
  readonly knowsAnother?: () => Promise<boolean>;
}

/**
 * Looks for the wanted instances everywhere nova can have them: in all cells side by side, then, for those left
 * over, in their shadow tables, and in the API database. What is found is noted in `found`.
 */
export async function searchInstances(
  nova: Nova,
  found: FoundInstances,
  options: SearchOptions,
): Promise<SearchEnd> {
  const together = new Rendezvous(nova.cells.length);
  const shadows = await Promise.all(
    nova.cells.map((cell, number) => searchCell(cell, number, found, together, options)),
  );
  const buildRequests = (await searchApi(nova, found)) ?? false;
  const places = [
    ...placesNotRead(nova),
    ...nova.cells.flatMap((cell, at) => shadowDoubt(cell, shadows[at])),
    ...(await cloudDoubt(nova, found, options)),
  ];
  const reach = { everywhere: places.length === 0, buildRequests, shared: nova.sharedGlance };
  return { reach, doubts: [...places, ...singleDoubts(nova, found, reach)] };
}

/** @returns whether the shadow table was read or not needed; undefined if the cell could not be read */
async function searchCell(
  { database }: Cell,
  number: number,
  found: FoundInstances,
  together: Rendezvous,
  options: SearchOptions,
): Promise<boolean | undefined> {
  const visit = await beginOrLeave(database, together);
  try {
    let met: Promise<void>;
    try {
      await visit.ask((handle) => searchLive(handle, number, found, options.observers));
    } finally {
      // Also when this ends badly: the others would wait for ever.
      met = together.arrive();
    }
    await met;
    if (!options.shadows || !found.isAnyLeft) return database.unread === undefined ? true : undefined;
    return await visit.ask(async (handle) => {
      const rows = await readShadowInstances(handle, found, (instance) =>
        found.noteArchived(number, instance),
      );
      return rows !== undefined;
    });
  } finally {
    await visit.end();
  }
}

async function searchLive(
  handle: CellHandle,
  cell: number,
  found: FoundInstances,
  observers: readonly CellObserver[],
): Promise<void> {
  const note = (instance: StoredInstance): void => found.note(cell, instance);
  const passing =
    observers.some(({ needsEveryServer }) => needsEveryServer) || isInstancePassCheaper(handle, found);
  if (passing) {
    const tell = (server: LiveServer): void => {
      for (const observer of observers) observer.onServer(cell, server);
    };
    await passInstances(handle, found, note, observers.length === 0 ? undefined : tell);
  } else {
    await findInstances(handle, found, note);
  }
  for (const observer of observers) await observer.afterwards(cell, handle, passing);
}

async function beginOrLeave<H>(
  database: { begin(): Promise<Visit<H>> },
  together: Rendezvous,
): Promise<Visit<H>> {
  try {
    return await database.begin();
  } catch (error) {
    void together.arrive();
    throw error;
  }
}

/** @returns whether build_requests was read; undefined without a readable API database */
async function searchApi(nova: Nova, found: FoundInstances): Promise<boolean | undefined> {
  const given = nova.cells.every(({ database }) => database.unread === undefined);
  const cellsRead = given && nova.knowsAllCells;
  const numbers = new Map(nova.cells.map(({ mappingId }, number) => [mappingId, number]));
  const mappedTo = (cellId: number | null): "unscheduled" | "unread" | number => {
    if (cellId === null) return "unscheduled";
    const number = numbers.get(cellId);
    return number === undefined || nova.cells[number]?.database.unread !== undefined ? "unread" : number;
  };
  const awaiting = found.awaitingMapping(cellsRead);
  const answer = await nova.api?.visit(async (api) => {
    await readInstanceMappings(api, awaiting.uuids(), awaiting.count, (uuid, cellId) => {
      if (awaiting.has(uuid)) found.noteMapping(uuid, mappedTo(cellId));
    });
    return readBuildRequests(api, (uuid) => found.noteBuilding(uuid));
  });
  if (nova.api?.unread !== undefined && !cellsRead) {
    for (const uuid of awaiting.uuids()) found.noteMapping(uuid, "unread");
  }
  return answer;
}

function placesNotRead(nova: Nova): string[] {
  const unread = nova.cells.flatMap(({ database }) =>
    database.unread === undefined ? [] : [`the cell ${database.name} was not read`],
  );
  if (nova.api?.unread !== undefined) return [...unread, "nova-api was not read"];
  if (nova.knowsAllCells) return unread;
  const missing =
    nova.api === undefined
      ? "there may be more cells (give --nova-api, or --cells-complete if these are all)"
      : "nova-api names no cell, so there may be others";
  return [...unread, missing];
}

/** Cells that know nothing of what glance names may be another cloud's. */
async function cloudDoubt(
  { cells, cellsComplete }: Nova,
  found: FoundInstances,
  { knowsAnother }: SearchOptions,
): Promise<string[]> {
  if (cellsComplete || cells.length === 0 || found.size === 0 || found.isAnyFound) return [];
  if (await knowsAnother?.()) return [];
  return [
    "not one of glance's references was found in any cell, so these may be another cloud's (--cells-complete says that they are not)",
  ];
}

/** Doubts about some instances only. */
function singleDoubts(
  nova: Nova,
  found: FoundInstances,
  { everywhere, buildRequests }: SearchReach,
): string[] {
  const doubts: string[] = [];
  if (everywhere && found.isAnyMapped("unread")) {
    doubts.push("some are mapped to a cell that cell_mappings does not have");
  }
  if (!buildRequests && nova.api?.unread === undefined && found.isAnyMapped("unscheduled")) {
    doubts.push("nova-api has no build_requests that could be read");
  }
  if (nova.sharedGlance) doubts.push("what is nowhere may be another nova's (--shared-glance)");
  return doubts;
}

function shadowDoubt({ database }: Cell, shadow: boolean | undefined): string[] {
  return shadow === false ? [`the cell ${database.name} has no shadow_instances that could be read`] : [];
}
