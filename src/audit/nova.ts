import { cellWays, type CellWays } from "../connect/cell-where.ts";
import type { OpenOptions } from "../connect/open-options.ts";
import { databaseName, describeWhere, isSamePlace, type Where } from "../connect/where.ts";
import { AccountRefusedError, UsageError } from "../errors.ts";
import { readCellMappings, type CellMapping } from "../read/cell-mappings.ts";
import { openCell, type CellHandle } from "../read/open-cell.ts";
import { openNovaApi, type NovaApiHandle } from "../read/open-nova-api.ts";
import type { Ledger } from "./ledger.ts";
import type { CellOverride, NovaPlaces } from "./places.ts";
import { VisitedDatabase } from "./visited-database.ts";

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
  const given = nameApart(places.cells).map(([name, where]) =>
    cellAt(name, undefined, [where], options, ledger),
  );
  const apiPlace = places.api;
  if (apiPlace === undefined) {
    return { api: undefined, cells: given, knowsAllCells: cellsComplete, cellsComplete, sharedGlance };
  }
  const api = new VisitedDatabase("nova-api", () => openNovaApi(apiPlace.where, options), ledger);
  const mappings = (await api.visit(readCellMappings)) ?? [];
  const overrides = matchOverrides(places.overrides, mappings, api.unread);
  if (mappings.length === 0 && api.unread === undefined) {
    ledger.fallShort(
      "The table cell_mappings of nova-api is empty, so no cell could be found. Run `nova-manage cell_v2 list_cells` to see what nova itself knows.",
    );
  }
  const discovered: Cell[] = [];
  for (const mapping of mappings) {
    const name = nameOf(mapping, mappings);
    try {
      const override = overrides.get(mapping.id);
      const ways: CellWays =
        override === undefined
          ? cellWays(mapping.connection, apiPlace.templateBase, apiPlace.where)
          : [override];
      if (places.cells.some((where) => isSamePlace(where, ways[0]))) {
        const at = places.cells.findIndex((where) => isSamePlace(where, ways[0]));
        given[at] = { ...(given[at] as Cell), mappingId: mapping.id };
        continue;
      }
      discovered.push(cellAt(name, mapping.id, ways, options, ledger));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const reason = `The cell ${name} could not be read. ${error.message}`;
      discovered.push(unreadCell(name, mapping.id, reason, ledger));
    }
  }
  const knowsAllCells = cellsComplete || mappings.length > 0;
  return { api, cells: [...given, ...discovered], knowsAllCells, cellsComplete, sharedGlance };
}

function cellAt(
  name: string,
  mappingId: number | undefined,
  ways: CellWays,
  options: OpenOptions,
  ledger: Ledger,
): Cell {
  const opening = (consistency: "snapshot" | "chunked") => () =>
    openFirst(name, ways, { ...options, consistency });
  return {
    mappingId,
    database: new VisitedDatabase(name, opening(options.consistency), ledger),
    details: new VisitedDatabase(name, opening("chunked"), ledger),
  };
}

function unreadCell(name: string, mappingId: number, reason: string, ledger: Ledger): Cell {
  const never = (): Promise<never> => Promise.reject(new UsageError(reason));
  const database = new VisitedDatabase<CellHandle>(name, never, ledger, reason);
  return { mappingId, database, details: database };
}

/** The first account that is not refused. */
async function openFirst(name: string, ways: CellWays, options: OpenOptions): Promise<CellHandle> {
  const [first, ...others] = ways;
  try {
    return await openCell(first, options);
  } catch (error) {
    if (!(error instanceof AccountRefusedError) || others[0] === undefined) throw error;
    options.notify(
      `The cell ${name} refuses the account of --nova-api; it is read with the account stored in cell_mappings (${describeWhere(others[0])}).`,
    );
    return openCell(others[0], options);
  }
}

/** Given cells are called like their databases; where two are, a number tells them apart. */
function nameApart(cells: readonly Where[]): [name: string, where: Where][] {
  const seen = new Map<string, number>();
  return cells.map((where) => {
    const base = databaseName(where);
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return [count === 1 ? base : `${base}-${count}`, where];
  });
}

function nameOf(mapping: CellMapping, all: readonly CellMapping[]): string {
  const alike = all.filter(({ name }) => name === mapping.name).length > 1;
  return mapping.name && !alike ? mapping.name : mapping.uuid;
}

function matchOverrides(
  overrides: readonly CellOverride[],
  mappings: readonly CellMapping[],
  unread: string | undefined,
): ReadonlyMap<number, Where> {
  const matched = new Map<number, Where>();
  if (unread !== undefined) return matched;
  const problems: string[] = [];
  for (const { cell, where } of overrides) {
    const found = mappings.filter(({ uuid, name }) => name === cell || uuid === cell.toLowerCase());
    const [only] = found;
    if (found.length === 1 && only !== undefined && !matched.has(only.id)) {
      matched.set(only.id, where);
      continue;
    }
    const known = mappings.map(({ name, uuid }) => name ?? uuid).join(", ");
    problems.push(
      found.length === 0
        ? `--cell ${cell}: there is no such cell. cell_mappings has ${known || "none"}.`
        : `--cell ${cell} means more than one cell, or one was given twice. Give each cell's UUID once.`,
    );
  }
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return matched;
}
