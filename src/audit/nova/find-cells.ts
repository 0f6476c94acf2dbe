import { cellWays, type CellWays } from "../../connect/cell-where.ts";
import type { OpenOptions } from "../../connect/open-options.ts";
import { databaseName, describeWhere, isSamePlace, type Where } from "../../connect/where.ts";
import { AccountRefusedError, UsageError } from "../../errors.ts";
import type { CellMapping } from "../../read/nova/cell-mappings.ts";
import { openCell, type CellHandle } from "../../read/nova/open-cell.ts";
import type { CellOverride, NovaApiPlace, NovaPlaces } from "../places.ts";

/** A cell that was given or found, and how it may be reached or why nobody knows. */
export type FoundCell = {
  readonly name: string;
  /** Its row, where the API database named it. */
  readonly mapping: CellMapping | undefined;
} & (
  | { readonly ways: CellWays; readonly reason?: undefined }
  | { readonly ways?: undefined; readonly reason: string }
);

/**
 * The cells that were given, then those of the API database that are none of them.
 * @param unread why the API database could not be read, where it could not
 * @throws UsageError if an override names no cell, or more than one
 */
export function findCells(
  places: NovaPlaces,
  mappings: readonly CellMapping[],
  unread: string | undefined,
): readonly FoundCell[] {
  const given = nameApart(places.cells).map(([name, where]): FoundCell => ({
    name,
    mapping: undefined,
    ways: [where],
  }));
  const { api } = places;
  if (api === undefined) return given;
  const overrides = matchOverrides(places.overrides, mappings, unread);
  const discovered: FoundCell[] = [];
  for (const mapping of mappings) {
    const found = discover(mapping, nameOf(mapping, mappings), overrides.get(mapping.id), api);
    const [first] = found.ways ?? [];
    const at = places.cells.findIndex((where) => first !== undefined && isSamePlace(where, first));
    const same = given[at];
    if (same === undefined) discovered.push(found);
    else given[at] = { ...same, mapping };
  }
  return [...given, ...discovered];
}

function discover(
  mapping: CellMapping,
  name: string,
  override: Where | undefined,
  api: NovaApiPlace,
): FoundCell {
  if (override !== undefined) return { name, mapping, ways: [override] };
  try {
    return { name, mapping, ways: cellWays(mapping.connection, api.templateBase, api.where) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { name, mapping, reason: `The cell ${name} could not be read. ${error.message}` };
  }
}

/**
 * Opens a cell with the first account that is not refused.
 * @returns which place, and so which account, it was
 */
export async function openCellByFirstWay(
  name: string,
  ways: CellWays,
  options: OpenOptions,
): Promise<{ readonly handle: CellHandle; readonly where: Where }> {
  const [first, ...others] = ways;
  try {
    return { handle: await openCell(first, options), where: first };
  } catch (error) {
    if (!(error instanceof AccountRefusedError) || others[0] === undefined) throw error;
    options.notify(
      `The cell ${name} refuses the account of --nova-api; it is read with the account stored in cell_mappings (${describeWhere(others[0])}).`,
    );
    return { handle: await openCell(others[0], options), where: others[0] };
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
