import type { BulkWorld } from "./bulk-world.ts";
import { userOf } from "./project.ts";
import { Random, STREAM } from "./random.ts";
import type { RootVolume, Server } from "./server.ts";
import { DAY, HOUR } from "./time.ts";
import type { ServerState } from "./truth.ts";

/** The servers that never end, so that every moment has one to take a snapshot of. */
const ALWAYS_ALIVE = 3;

/** How often an image looks for another server when the first was gone by then. */
const TRIES = 8;

/** Makes server `index` again, the same each time. */
export function bulkServer(world: BulkWorld, index: number): Server {
  const random = new Random(world.seed, STREAM.server, index);
  const uuid = random.uuid();
  const createdAt = world.serverBorn(index);
  const { state, endedAt } = fateOf(world, index, createdAt, random);
  const project = world.project(random);
  const image = world.imageId(imageOf(world, random, createdAt));
  const fromVolume = world.bootsFromVolume(index);
  const bare = fromVolume && random.chance(0.2);
  return {
    uuid,
    name: `${random.pick(ROLES)}-${String(index).padStart(6, "0")}`,
    state,
    project,
    createdAt,
    endedAt,
    cell: random.chance(0.6) ? "nova_cell1" : "nova_cell2",
    userId: userOf(project),
    vmState: vmStateOf(state, random),
    taskState: null,
    imageRef: fromVolume ? "" : image,
    baseRef: fromVolume ? "" : image,
    inherited: {},
    systemMetadata: {},
    rootVolume: fromVolume ? volumeOf(random, createdAt, bare ? null : image) : null,
  };
}

/** A server that was there when an image was made, of the sort wanted; null in a cloud too small to have one. */
export function serverAt(world: BulkWorld, random: Random, at: number, fromVolume: boolean): Server | null {
  const last = world.lastServerAt(at);
  for (let attempt = 0; attempt <= TRIES; attempt++) {
    const chosen = attempt === TRIES ? Math.min(last, ALWAYS_ALIVE) : random.between(0, last);
    const index = world.nearest(chosen, fromVolume);
    if (index < 0) continue;
    const server = bulkServer(world, index);
    if (server.endedAt === null || server.endedAt > at) return server;
  }
  return null;
}

interface Fate {
  readonly state: ServerState;
  readonly endedAt: number | null;
}

/** 56 in a hundred stay in `instances` (a third of them deleted), 33 are archived, 11 leave no row there. */
function fateOf(world: BulkWorld, index: number, createdAt: number, random: Random): Fate {
  const lot = random.fraction();
  const share = random.fraction();
  if (index <= ALWAYS_ALIVE || lot < 0.367) return { state: "alive", endedAt: null };
  if (lot < 0.37) return { state: "soft-deleted", endedAt: world.now - DAY - Math.floor(share * 4 * DAY) };
  const firstEnd = createdAt + 2 * HOUR;
  const archivedBefore = world.now - 90 * DAY;
  if (lot < 0.56 || firstEnd >= archivedBefore) {
    const from = Math.max(firstEnd, archivedBefore);
    return { state: "deleted", endedAt: from + Math.floor(share * (world.now - DAY - from)) };
  }
  const endedAt = firstEnd + Math.floor(share * (archivedBefore - firstEnd));
  if (lot < 0.89) return { state: "archived", endedAt };
  return { state: lot < 0.91 ? "stale-mapping" : "untraceable", endedAt };
}

/** Mostly a golden image; now and then a snapshot of another server, or one that was deleted since. */
function imageOf(world: BulkWorld, random: Random, createdAt: number): number {
  const before = world.imagesBefore(createdAt);
  return random.chance(0.04) ? random.between(0, Math.max(0, before - 1)) : world.golden(random, before);
}

function vmStateOf(state: ServerState, random: Random): string {
  if (state === "soft-deleted") return "soft-delete";
  if (state !== "alive") return random.chance(0.97) ? "deleted" : "error";
  return random.pick([
    "active",
    "active",
    "active",
    "active",
    "active",
    "active",
    "stopped",
    "stopped",
    "error",
  ]);
}

function volumeOf(random: Random, createdAt: number, image: string | null): RootVolume {
  const properties = { os_distro: "ubuntu", os_type: "linux", hw_disk_bus: "virtio", image_name: "golden" };
  return {
    id: random.uuid(),
    attachmentId: random.uuid(),
    sizeGib: 10 * random.between(1, 20),
    createdAt,
    madeFrom: image === null ? null : { imageId: image, properties },
  };
}

const ROLES = ["web", "api", "db", "cache", "queue", "ci", "batch", "proxy", "mail", "ml", "dev", "desktop"];
