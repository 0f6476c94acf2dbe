import type { Handle, ReadFrom, Service } from "../../connect/handle.ts";
import type { OpenOptions } from "../../connect/open-options.ts";
import { describeWhere, type Where } from "../../connect/where.ts";
import { readCellMappings, type CellMapping } from "../../read/nova/cell-mappings.ts";
import { openCinder } from "../../read/cinder/open-cinder.ts";
import { openGlance } from "../../read/glance/open-glance.ts";
import { openKeystone } from "../../read/keystone/open-keystone.ts";
import { openNovaApi } from "../../read/nova/open-nova-api.ts";
import { findCells, openCellByFirstWay, type FoundCell } from "../nova/find-cells.ts";
import type { AuditPlaces, NovaPlaces } from "../places.ts";
import { compareCollations } from "./check-collations.ts";
import { check, type CellAccount, type Check, type Examination } from "./checks.ts";
import { examine, type Examined, type Patient } from "./examine.ts";
import type { SampleQuery } from "./explain-queries.ts";
import { GLANCE_QUERIES } from "./glance-queries.ts";
import { CELL_QUERIES, NOVA_API_QUERIES } from "./nova-queries.ts";
import { CINDER_QUERIES, KEYSTONE_QUERIES } from "./other-queries.ts";

/** What doctor found, database by database. */
export interface Diagnosis {
  readonly examinations: readonly Examination[];
  /** Those that could be opened. */
  readonly databases: readonly ReadFrom[];
}

/**
 * Looks at every database that was given, and at every cell that is found, whatever is wrong with the others.
 * @throws UsageError if an override names no cell, or more than one
 */
export async function examineAll(places: AuditPlaces, options: OpenOptions): Promise<Diagnosis> {
  const { glance, nova, cinder, keystone } = places;
  const examined: Examined<unknown>[] = [];
  const look = async <H extends Handle<Service, never>>(patient: Patient<H>): Promise<void> => {
    examined.push(await examine(patient, options, async () => undefined));
  };
  await look(patientAt("glance", glance, openGlance, GLANCE_QUERIES));
  if (nova !== undefined) examined.push(...(await examineNova(nova, options)));
  if (cinder !== undefined) await look(patientAt("cinder", cinder, openCinder, CINDER_QUERIES));
  if (keystone !== undefined) await look(patientAt("keystone", keystone, openKeystone, KEYSTONE_QUERIES));
  const collations = examined.flatMap(({ examination: { database }, collation }) =>
    database === null || collation === undefined ? [] : [[database, collation] as const],
  );
  const between = compareCollations(collations);
  return {
    examinations: [
      ...examined.map(({ examination }) => examination),
      ...(between.length === 0
        ? []
        : [{ database: null, service: null, where: null, usable: true, checks: between }]),
    ],
    databases: examined.flatMap(({ about }) => about ?? []),
  };
}

function patientAt<H>(
  service: Service,
  where: Where,
  open: (where: Where, options: OpenOptions) => Promise<H>,
  queries: readonly SampleQuery<H>[],
): Patient<H> {
  const opened = async (options: OpenOptions) => ({ handle: await open(where, options), where });
  return { database: service, service, where, open: opened, queries };
}

async function examineNova(places: NovaPlaces, options: OpenOptions): Promise<Examined<unknown>[]> {
  const { api } = places;
  const ofApi =
    api &&
    (await examine(
      patientAt("nova-api", api.where, openNovaApi, NOVA_API_QUERIES),
      options,
      readCellMappings,
    ));
  const mappings = ofApi?.answer ?? [];
  const unread = ofApi !== undefined && ofApi.answer === undefined ? "nova-api was not read" : undefined;
  const cells: Examined<unknown>[] = [];
  const found: Check[] = [];
  for (const cell of findCells(places, mappings, unread)) {
    const examined = await examineCell(cell, options);
    cells.push(examined);
    if (cell.mapping !== undefined)
      found.push(describeCell(cell.name, cell.mapping, cell.ways ?? [], examined));
  }
  if (ofApi === undefined) return cells;
  if (unread !== undefined) return [ofApi, ...cells];
  const count = check(mappings.length === 0 ? "warning" : "ok", "cells", { found: mappings.length });
  const { examination } = ofApi;
  const withCells = { ...examination, checks: [...examination.checks, count, ...found] };
  return [{ ...ofApi, examination: withCells }, ...cells];
}

async function examineCell(cell: FoundCell, options: OpenOptions): Promise<Examined<unknown>> {
  const { name, ways, reason } = cell;
  if (ways === undefined) {
    const checks = [check("problem", "unusable", { reason: "address", message: reason })];
    return {
      examination: { database: name, service: "nova", where: null, usable: false, checks },
      about: undefined,
      collation: undefined,
      where: undefined,
      answer: undefined,
    };
  }
  const patient = {
    database: name,
    service: "nova" as const,
    where: ways[0],
    open: (opening: OpenOptions) => openCellByFirstWay(name, ways, opening),
    queries: CELL_QUERIES,
  };
  return examine(patient, options, async () => undefined);
}

function describeCell(
  name: string,
  { uuid, disabled }: CellMapping,
  ways: readonly Where[],
  { examination, where }: Examined<unknown>,
): Check {
  const { usable } = examination;
  return check(usable && !disabled ? "ok" : "note", "cell", {
    name,
    uuid,
    disabled,
    usable,
    account: accountOf(ways, where ?? ways[0]),
    where: where === undefined ? examination.where : describeWhere(where),
  });
}

/** Of two ways the first has the account of --nova-api, the second the one that is stored. */
function accountOf(ways: readonly Where[], where: Where | undefined): CellAccount | null {
  if (where?.engine !== "mysql") return null;
  if (ways.length > 1) return where === ways[0] ? "nova-api" : "stored";
  return where.sources["user"] === "database_connection" ? "stored" : "given";
}
