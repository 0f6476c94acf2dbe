import type { Service } from "../../migrations-readonly/index.ts";
import type { AuditPlaces, NovaPlaces } from "../../src/audit/places.ts";
import { properties } from "../judge/raw-image.ts";
import { testDatabase, type Engine, type StoredRow, type TestDatabase } from "../read/test-database.ts";

export const NOW = new Date("2026-05-06T12:00:00Z");
/** Old enough for any orphan. */
export const OLD = "2026-01-01 00:00:00";
/** When servers that are gone were deleted. */
export const ENDED = "2026-02-03 04:05:06";

const numbered = (at: number, word: string): string =>
  `${at.toString(16).padStart(8, "0")}-${word}-4000-8000-00000000abcd`;

export const serverOf = (at: number): string => numbered(at, "5555");
export const imageOf = (at: number): string => numbered(at, "aaaa");
/** Of anything else. */
export const idOf = (at: number): string => numbered(at, "cccc");

/** A row of `instances`; `deleted` holds its id once it is deleted. */
export function server(at: number, more: StoredRow = {}): StoredRow {
  const whole = {
    id: at,
    uuid: serverOf(at),
    deleted: 0,
    deleted_at: null,
    vm_state: "active",
    task_state: null,
  };
  return { ...whole, hidden: null, image_ref: null, display_name: `server-${at}`, project_id: "p", ...more };
}

export function deleted(at: number, more: StoredRow = {}): StoredRow {
  return server(at, { deleted: at, deleted_at: ENDED, vm_state: "deleted", ...more });
}

/** Properties that are changed against those of nova: undefined takes one away. */
type Properties = Readonly<Record<string, string | null | undefined>>;

/** Databases of one small cloud, empty at first. */
export interface HandMadeCloud extends AsyncDisposable {
  readonly engine: Engine;
  readonly glance: TestDatabase;
  /** cell0, cell1, … */
  readonly cells: readonly TestDatabase[];
  readonly api: TestDatabase;
  readonly cinder: TestDatabase | undefined;
  readonly keystone: TestDatabase | undefined;
  /** A private snapshot of that number, of the server of that number. */
  addImage(at: number, changes?: Properties, row?: StoredRow): Promise<void>;
  /** Notes the cells in cell_mappings, as 1, 2, …; rows say what is different. */
  mapCells(rows?: readonly StoredRow[]): Promise<void>;
  map(at: number, cellId: number | null, more?: StoredRow): Promise<void>;
  /** Nova by its API database, and what else there is. */
  places(nova?: Partial<NovaPlaces>, more?: Partial<AuditPlaces>): AuditPlaces;
}

/** A cloud with so many cells, each database on its own; cinder and keystone only if there are to be any. */
export async function handMadeCloud(
  engine: Engine,
  cellCount: number,
  others: readonly ("cinder" | "keystone")[] = [],
): Promise<HandMadeCloud> {
  const one = (service: Service) => testDatabase(engine, service);
  const some = (service: "cinder" | "keystone") => (others.includes(service) ? one(service) : undefined);
  const [glance, api, cinder, keystone] = await Promise.all([
    one("glance"),
    one("nova-api"),
    some("cinder"),
    some("keystone"),
  ]);
  const cells = await Promise.all(Array.from({ length: cellCount }, () => testDatabase(engine, "nova-cell")));
  return {
    engine,
    glance,
    cells,
    api,
    cinder,
    keystone,
    addImage: (at, changes = {}, row = {}) =>
      addImage(glance, at, { instance_uuid: serverOf(at), ...changes }, row),
    mapCells: (rows = []) =>
      api.insert(
        "cell_mappings",
        cells.map(({ url }, number) => cellMapping(number, url, rows[number])),
      ),
    map: (at, cellId, more = {}) =>
      api.insert("instance_mappings", [
        { instance_uuid: serverOf(at), cell_id: cellId, project_id: "p", queued_for_delete: 0, ...more },
      ]),
    places: (nova = {}, more = {}) => ({
      glance: glance.where,
      nova: {
        cells: [],
        api: { where: api.where, templateBase: undefined },
        overrides: [],
        cellsComplete: false,
        sharedGlance: false,
        ...nova,
      },
      cinder: cinder?.where,
      keystone: keystone?.where,
      ...more,
    }),
    [Symbol.asyncDispose]: async () => {
      for (const database of [glance, api, cinder, keystone, ...cells])
        await database?.[Symbol.asyncDispose]();
    },
  };
}

function cellMapping(number: number, url: string, more: StoredRow = {}): StoredRow {
  const uuid = number === 0 ? "00000000-0000-0000-0000-000000000000" : idOf(number);
  const connection = url.replace(/^mysql:/, "mysql+pymysql:");
  return {
    id: number + 1,
    uuid,
    name: `cell${number}`,
    database_connection: connection,
    disabled: 0,
    ...more,
  };
}

async function addImage(
  glance: TestDatabase,
  at: number,
  changes: Properties,
  row: StoredRow,
): Promise<void> {
  const id = imageOf(at);
  const times = { created_at: OLD, deleted: 0 };
  await glance.insert("images", [
    {
      id,
      name: `image-${at}`,
      status: "active",
      visibility: "private",
      size: 1000,
      owner: "p",
      min_disk: 0,
      min_ram: 0,
      protected: 0,
      os_hidden: 0,
      ...times,
      ...row,
    },
  ]);
  const rows = properties(changes).map(({ name, value }) =>
    Object.assign({ image_id: id, name, value }, times),
  );
  if (rows.length > 0) await glance.insert("image_properties", rows);
}
