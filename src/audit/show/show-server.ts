import { certaintyOf } from "../../judge/instance-state.ts";
import { likelyWriter, writerWindow } from "../../judge/likely-writer.ts";
import { storedTime } from "../../judge/times.ts";
import { readBuildRequests, readInstanceMappings } from "../../read/nova/instance-mappings.ts";
import { readServerRows, type ServerRow } from "../../read/nova/server-rows.ts";
import {
  readSnapshotActions,
  type ActionWindow,
  type SnapshotAction,
} from "../../read/nova/snapshot-actions.ts";
import type { InstanceStates } from "../nova/instance-states.ts";
import type { JudgedImage } from "../images/judge-stretch.ts";
import type { Nova } from "../nova/nova.ts";
import type { ShownServer } from "./shown-image.ts";

/** An image and the server that it leads to. */
export interface LedImage extends JudgedImage {
  readonly uuid: string;
  readonly ledBy: ShownServer["ledBy"];
}

/** Looks up in nova what stands behind the states of servers. */
export class ServerEvidence {
  readonly #nova: Nova;
  readonly #states: InstanceStates;
  readonly #rows: readonly (ServerRow & { readonly cell: string })[];
  readonly #actions: readonly SnapshotAction[];
  readonly #mappings: ReadonlyMap<string, number | null> | undefined;
  readonly #building: ReadonlySet<string>;

  private constructor(
    nova: Nova,
    states: InstanceStates,
    found: Pick<CellEvidence, "rows" | "actions">,
    api: ApiEvidence,
  ) {
    this.#nova = nova;
    this.#states = states;
    this.#rows = found.rows;
    this.#actions = found.actions;
    this.#mappings = api.mappings;
    this.#building = api.building;
  }

  /** One question to each table of each cell for all these images. */
  static async of(nova: Nova, states: InstanceStates, images: readonly LedImage[]): Promise<ServerEvidence> {
    const cells = await Promise.all(nova.cells.map((_, cell) => askCell(nova, cell, states, images)));
    const found = {
      rows: cells.flatMap(({ rows }) => rows),
      actions: cells.flatMap(({ actions }) => actions),
    };
    return new ServerEvidence(nova, states, found, await askApi(nova, uuidsOf(images)));
  }

  about({ image, uuid, ledBy }: LedImage): ShownServer {
    const { state } = this.#states.of(uuid);
    const actions = this.#actions.filter(({ instance }) => instance === uuid);
    return {
      uuid,
      ledBy,
      state,
      certainty: certaintyOf(state),
      doubts: state === "unknown" ? this.#states.doubts : [],
      rows: this.#rows.filter((row) => row.uuid === uuid),
      mapping: this.#mappingOf(uuid),
      building: this.#building.has(uuid),
      writer: likelyWriter(actions, image.createdAt),
    };
  }

  #mappingOf(uuid: string): ShownServer["mapping"] {
    if (this.#mappings === undefined) return undefined;
    const cellId = this.#mappings.get(uuid);
    if (cellId === undefined) return "none";
    if (cellId === null) return "unscheduled";
    const cell = this.#nova.cells.find(({ mappingId }) => mappingId === cellId);
    return { cell: cell?.database.name ?? `cell_mappings.id ${cellId}` };
  }
}

interface CellEvidence {
  readonly rows: readonly (ServerRow & { readonly cell: string })[];
  readonly actions: readonly SnapshotAction[];
}

async function askCell(
  nova: Nova,
  cell: number,
  states: InstanceStates,
  images: readonly LedImage[],
): Promise<CellEvidence> {
  const uuids = uuidsOf(images);
  const archived = uuids.flatMap((uuid) => {
    const { state, row } = states.of(uuid);
    return state === "archived" && row?.cell === cell ? row.id : [];
  });
  const name = nova.cells[cell]?.database.name ?? "";
  const found = await nova.cells[cell]?.details.visit(async (handle) => {
    const live = await readServerRows(handle, "instances", { uuids });
    const gone = await readServerRows(handle, "shadow_instances", { ids: archived });
    const actions = await readSnapshotActions(handle, images.map(windowOf));
    return { rows: [...live, ...gone].map((row) => Object.assign({ cell: name }, row)), actions };
  });
  return found ?? { rows: [], actions: [] };
}

interface ApiEvidence {
  readonly mappings: ReadonlyMap<string, number | null> | undefined;
  readonly building: ReadonlySet<string>;
}

async function askApi(nova: Nova, uuids: readonly string[]): Promise<ApiEvidence> {
  const mappings = new Map<string, number | null>();
  const building = new Set<string>();
  const read = await nova.api?.visit(async (api) => {
    await readInstanceMappings(api, uuids, uuids.length, (uuid, cellId) => mappings.set(uuid, cellId));
    await readBuildRequests(api, (uuid) => {
      if (uuids.includes(uuid)) building.add(uuid);
    });
    return true;
  });
  return { mappings: read === true ? mappings : undefined, building };
}

function windowOf({ image, uuid }: LedImage): ActionWindow {
  const { fromMs, untilMs } = writerWindow(image.createdAt);
  return { instance: uuid, from: storedTime(fromMs), until: storedTime(untilMs) };
}

function uuidsOf(images: readonly LedImage[]): readonly string[] {
  return [...new Set(images.map(({ uuid }) => uuid))];
}
