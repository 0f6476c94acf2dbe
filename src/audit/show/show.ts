import { verdictOf } from "../../judge/holds.ts";
import { certaintyOf } from "../../judge/instance-state.ts";
import { judgeProperties } from "../../judge/property-standing.ts";
import type { ImageTally } from "../../judge/totals.ts";
import { readImageBelongings, type ImageBelongings } from "../../read/glance/image-belongings.ts";
import { readImageDetails, type ImageDetails } from "../../read/glance/image-details.ts";
import { batches } from "../../read/pages-by-id.ts";
import { readProjectsNamed } from "../../read/keystone/projects.ts";
import { readPropertyRows, type PropertyRow } from "../../read/glance/property-rows.ts";
import { readStretches } from "../../read/glance/read-images.ts";
import { ImageJudge, type JudgedImage, type JudgeOptions } from "../images/judge-stretch.ts";
import type { Nova } from "../nova/nova.ts";
import { gatherEvidence, type OrphanEvidence } from "../orphans/orphan-evidence.ts";
import { notRead } from "./show-not-read.ts";
import { ServerEvidence, type LedImage } from "./show-server.ts";
import { mappingOf, StorageEvidence } from "./show-storage.ts";
import type { KnownProjects, ShownImage, ShownNeeds, ShownServer } from "./shown-image.ts";
import type { Databases } from "../with-databases.ts";

/** `show`, told whether to pass whole tables for who needs the images. */
export interface ShowOptions extends JudgeOptions {
  readonly withHolds: boolean;
}

const PER_BATCH = 100;
const NO_NOVA: Nova = {
  api: undefined,
  cells: [],
  knowsAllCells: false,
  cellsComplete: false,
  sharedGlance: false,
};
const NO_BELONGINGS: ImageBelongings = { locations: [], members: [], tags: [] };
const NO_DETAILS: ImageDetails = { protected: false, hidden: false, containerFormat: null, checksum: null };

/** All that the databases say of the images that pass the filters, in the server's order of their ids. */
export async function* showImages(
  databases: Databases,
  options: ShowOptions,
  tally: ImageTally,
): AsyncGenerator<ShownImage[]> {
  const { filters, consistency, progress, withHolds } = options;
  const judge = new ImageJudge(databases, options, tally);
  const reading = { filters, consistency, progress: progress.scanned };
  for await (const stretch of readStretches(databases.glance, reading)) {
    const evidence = await gatherEvidence(databases, databases.nova ?? NO_NOVA, stretch, {
      withHolds,
      removed: filters.deleted !== "exclude",
    });
    for await (const { judged } of judge.judge(stretch.pages(), databases.nova && evidence.knowledge)) {
      for (const batch of batches(judged, PER_BATCH)) {
        tally.print(batch.length, false);
        yield await showBatch(databases, batch, evidence);
      }
    }
  }
}

async function showBatch(
  databases: Databases,
  batch: readonly JudgedImage[],
  { knowledge, holds: holding }: OrphanEvidence,
): Promise<ShownImage[]> {
  const { glance, nova, cinder } = databases;
  const ids = batch.map(({ image }) => image.id);
  const details = await readImageDetails(glance, ids);
  const properties = await readPropertyRows(glance, ids);
  const belongings = await readImageBelongings(glance, ids);
  const rowsOf = (id: string): readonly PropertyRow[] => properties.get(id) ?? [];
  const storage = await StorageEvidence.of(
    cinder,
    batch.map(({ image }) => mappingOf(rowsOf(image.id), image.deleted)),
  );
  const led = new Map<string, LedImage>();
  for (const judged of batch) {
    const uuid = knowledge.instanceOf(judged.image);
    const ledBy = judged.verdict.kind === "volume-snapshot" ? "cinder" : "instance_uuid";
    if (uuid !== undefined) led.set(judged.image.id, { ...judged, uuid, ledBy });
  }
  const servers = nova && (await ServerEvidence.of(nova, knowledge.states, [...led.values()]));
  const projects = await knownProjects(databases, batch, belongings, servers, led);
  const unread = notRead(databases);
  return batch.map((judged) => {
    const { image, verdict } = judged;
    const rows = rowsOf(image.id);
    const inDetail = details.get(image.id) ?? NO_DETAILS;
    const leading = led.get(image.id);
    const server = leading && (servers?.about(leading) ?? unasked(leading));
    const written = {
      classification: verdict.classification,
      kind: verdict.kind,
      diskFormat: image.diskFormat,
      names: rows.flatMap(({ name, deleted }) => (deleted && !image.deleted ? [] : name)),
    };
    return {
      ...judged,
      details: inDetail,
      four: judgeProperties(written, (name) => image.properties.stored[name]?.value ?? null),
      properties: rows,
      belongings: belongings.get(image.id) ?? NO_BELONGINGS,
      projects,
      server,
      storage:
        verdict.kind === "volume-snapshot"
          ? storage.about(judged, mappingOf(rows, image.deleted))
          : undefined,
      needs:
        holding === undefined || image.deleted
          ? undefined
          : needsOf(holding.of(image), holding.unread, server),
      notRead: unread,
    };
  });
}

function needsOf(
  holds: readonly string[],
  unread: readonly string[],
  server: ShownServer | undefined,
): ShownNeeds {
  const gone = certaintyOf(server?.state ?? null) !== null;
  return { holds, unread, verdict: gone ? verdictOf(holds, unread) : null };
}

/** Of a server that no nova was asked about. */
function unasked({ uuid, ledBy }: LedImage): ShownServer {
  return {
    uuid,
    ledBy,
    state: null,
    certainty: null,
    doubts: [],
    rows: [],
    mapping: undefined,
    building: false,
    writer: undefined,
  };
}

async function knownProjects(
  { keystone }: Databases,
  batch: readonly JudgedImage[],
  belongings: ReadonlyMap<string, ImageBelongings>,
  servers: ServerEvidence | undefined,
  led: ReadonlyMap<string, LedImage>,
): Promise<KnownProjects> {
  const ids = new Set([
    ...batch.flatMap(({ image }) => image.owner ?? []),
    ...[...belongings.values()].flatMap(({ members }) => members.map(({ project }) => project)),
    ...[...led.values()].flatMap(
      (one) => servers?.about(one).rows.flatMap(({ project }) => project ?? []) ?? [],
    ),
  ]);
  const found = await keystone?.visit((handle) => readProjectsNamed(handle, [...ids]));
  return (id) => (found === undefined ? undefined : (found.get(id) ?? null));
}
