import type { CellHandle } from "../../read/nova/open-cell.ts";
import { readLiveServers, type LiveServer } from "../../read/nova/live-servers.ts";
import { rulesOn } from "../../rules/registry.ts";
import type { Rule } from "../../rules/rule.ts";
import type { NeededImage } from "../../rules/subjects.ts";
import type { Nova } from "../nova/nova.ts";
import type { Visit } from "../visited-database.ts";
import { applyRules } from "./apply-rules.ts";
import type { Finding } from "./finding.ts";
import type { KnownImages } from "./known-images.ts";

const PER_PAGE = 500;
/** Clocks differ: a server that changed this shortly before glance was read is not judged by it. */
const TOLERANCE_MS = 600_000;

/**
 * What is wrong with the live servers of all cells, in the order of their uuids. Glance was read before nova, so
 * servers whose row changed since then may name an image that this view of glance cannot have.
 */
export async function* checkServers(
  nova: Nova,
  images: KnownImages,
  rules: readonly Rule[],
): AsyncGenerator<Finding[]> {
  const own = rulesOn("server", rules);
  if (own.length === 0) return;
  const settledBefore = storedTime(Date.parse(images.glance.about.started_at) - TOLERANCE_MS);
  const visits: Visit<CellHandle>[] = [];
  try {
    for (const { database } of nova.cells) visits.push(await database.begin());
    for await (const page of pagesOf(merged(visits.map(serversOf)))) {
      const settled = page.filter(
        ({ changedAt }) => changedAt !== null && changedAt.slice(0, 19) < settledBefore,
      );
      const stateOf = await images.states(settled.flatMap(neededBy));
      const needed = (id: string | null): NeededImage | null =>
        id === null ? null : { id, state: goneIfDeleted(stateOf(id.toLowerCase())) };
      const found = settled.flatMap(({ uuid, projectId, vmState, launched, imageId, shelvedImageId }) =>
        applyRules(
          own,
          {
            uuid,
            projectId,
            vmState,
            launched,
            bootImage: needed(imageId),
            shelvedImage: needed(shelvedImageId),
          },
          (server) => ({ subject: "instance", subjectId: server.uuid, owner: server.projectId }),
        ),
      );
      if (found.length > 0) yield found;
    }
  } finally {
    await Promise.all(visits.map((visit) => visit.end()));
  }
}

/** Whatever of a deleted image's row is left, its data is not. */
function goneIfDeleted(state: string): string {
  return state === "deleted" ? "gone" : state;
}

function neededBy({ imageId, shelvedImageId }: LiveServer): string[] {
  return [imageId, shelvedImageId].flatMap((id) => id?.toLowerCase() ?? []);
}

/** A cell that cannot be read to its end is noted by its visit, and its other servers are left out. */
async function* serversOf(visit: Visit<CellHandle>): AsyncGenerator<LiveServer> {
  const pages = await visit.ask(async (handle) => readLiveServers(handle));
  for (;;) {
    const page = await visit.ask(async () => pages?.next());
    if (page === undefined || page.done) return;
    yield* page.value;
  }
}

/** Several ordered streams as one. During a cross-cell resize a server is in two cells: the hidden copy is dropped. */
async function* merged(streams: readonly AsyncGenerator<LiveServer>[]): AsyncGenerator<LiveServer> {
  const heads = await Promise.all(streams.map((stream) => stream.next()));
  for (;;) {
    const waiting = heads.flatMap((head, at) => (head.done ? [] : [{ server: head.value, at }]));
    const least = waiting.reduce<string | undefined>(
      (uuid, { server }) => (uuid === undefined || server.uuid < uuid ? server.uuid : uuid),
      undefined,
    );
    if (least === undefined) return;
    const same = waiting.filter(({ server }) => server.uuid === least);
    const counting = same.find(({ server }) => !server.hidden) ?? same[0];
    if (counting !== undefined) yield counting.server;
    for (const { at } of same) heads[at] = await (streams[at] as AsyncGenerator<LiveServer>).next();
  }
}

async function* pagesOf(servers: AsyncIterable<LiveServer>): AsyncGenerator<LiveServer[]> {
  let page: LiveServer[] = [];
  for await (const server of servers) {
    page.push(server);
    if (page.length < PER_PAGE) continue;
    yield page;
    page = [];
  }
  yield page;
}

function storedTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}
