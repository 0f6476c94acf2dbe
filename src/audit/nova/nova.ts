import type { OpenOptions } from "../../connect/open-options.ts";
import { UsageError } from "../../errors.ts";
import { readCellMappings } from "../../read/nova/cell-mappings.ts";
import type { CellHandle } from "../../read/nova/open-cell.ts";
import { openNovaApi, type NovaApiHandle } from "../../read/nova/open-nova-api.ts";
import { findCells, openCellByFirstWay, type FoundCell } from "./find-cells.ts";
import type { Ledger } from "../ledger.ts";
import type { NovaPlaces } from "../places.ts";
import { VisitedDatabase } from "../visited-database.ts";

/** One cell of nova. */
export interface Cell {
  /** cell_mappings.id, where the API database named it. */
  readonly mappingId: number | undefined;
  readonly database: VisitedDatabase<CellHandle>;
  /** The same for single questions about what is known already, without a read view. */
  readonly details: VisitedDatabase<CellHandle>;
}

/** Nova as far as it was given. */
export interface Nova {
  readonly api: VisitedDatabase<NovaApiHandle> | undefined;
  readonly cells: readonly Cell[];
  /** No cell is missing: the API database named them, or the operator says so. */
  readonly knowsAllCells: boolean;
  /** The operator's word that no cell is missing, and no other nova uses this glance. */
  readonly cellsComplete: boolean;
  readonly sharedGlance: boolean;
}

/**
 * Finds the cells: those that were given, and those that the API database knows.
 * @throws UsageError if an override names no cell, or more than one
 */
export async function findNova(places: NovaPlaces, options: OpenOptions, ledger: Ledger): Promise<Nova> {
  const { cellsComplete, sharedGlance } = places;
  const apiPlace = places.api;
  const api = apiPlace && new VisitedDatabase("nova-api", () => openNovaApi(apiPlace.where, options), ledger);
  const mappings = (await api?.visit(readCellMappings)) ?? [];
  if (api !== undefined && mappings.length === 0 && api.unread === undefined) {
    ledger.fallShort(
      "The table cell_mappings of nova-api is empty, so no cell could be found. Run `nova-manage cell_v2 list_cells` to see what nova itself knows.",
    );
  }
  const cells = findCells(places, mappings, api?.unread).map((found) => cellOf(found, options, ledger));
  const knowsAllCells = cellsComplete || mappings.length > 0;
  return { api, cells, knowsAllCells, cellsComplete, sharedGlance };
}

function cellOf(found: FoundCell, options: OpenOptions, ledger: Ledger): Cell {
  const { name, mapping, ways } = found;
  const mappingId = mapping?.id;
  if (ways === undefined) return unreadCell(name, mappingId, found.reason, ledger);
  const opening = (consistency: "snapshot" | "chunked") => async () =>
    (await openCellByFirstWay(name, ways, { ...options, consistency })).handle;
  return {
    mappingId,
    database: new VisitedDatabase(name, opening(options.consistency), ledger),
    details: new VisitedDatabase(name, opening("chunked"), ledger),
  };
}

function unreadCell(name: string, mappingId: number | undefined, reason: string, ledger: Ledger): Cell {
  const never = (): Promise<never> => Promise.reject(new UsageError(reason));
  const database = new VisitedDatabase<CellHandle>(name, never, ledger, reason);
  return { mappingId, database, details: database };
}
