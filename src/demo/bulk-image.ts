import { pickProfile, type Profile } from "./bulk-profiles.ts";
import { plainImage } from "./bulk-plain.ts";
import { serverAt } from "./bulk-server.ts";
import type { BulkWorld } from "./bulk-world.ts";
import { writeVolumeSnapshot } from "./cinder-rows.ts";
import { writeImage, type DemoImage } from "./glance-rows.ts";
import { allRemoved, libvirtSnapshot, volumeBackedSnapshot } from "./nova-properties.ts";
import { writeServer } from "./nova-rows.ts";
import { userOf } from "./project.ts";
import { Random, STREAM } from "./random.ts";
import type { Server } from "./server.ts";
import type { Sink } from "./tables.ts";
import { DAY, HOUR } from "./time.ts";
import { count, type CloudTotals, type ImageTruth } from "./truth.ts";

/** One image in so many was deleted, with its properties; its row waits for purge_images_table. */
const DELETED_SHARE = 0.05;

const PLAIN: ImageTruth = {
  class: "missing",
  kind: "image",
  cause: null,
  expected: null,
  instanceState: null,
};

interface BulkImage {
  readonly image: DemoImage;
  readonly truth: ImageTruth;
  readonly mayBeDeleted: boolean;
  /** Rows in the other databases that belong to this image. */
  readonly also?: (sink: Sink) => void;
}

/** Writes image `index` of the bulk with all that belongs to it, and counts it. */
export function writeBulkImage(sink: Sink, world: BulkWorld, index: number, totals: CloudTotals): void {
  const random = new Random(world.seed, STREAM.image, index);
  const made = makeImage(world, index, random);
  const image =
    made.mayBeDeleted && random.chance(DELETED_SHARE) ? deleted(made.image, world, random) : made.image;
  writeImage(sink, image, random);
  made.also?.(sink);
  count(totals, made.truth, image.deleted ?? false, image.sizeBytes);
}

function makeImage(world: BulkWorld, index: number, random: Random): BulkImage {
  const createdAt = world.imageBorn(index);
  const chosen = world.isGolden(index) ? "plain" : pickProfile(random);
  if (chosen === "shelved") return shelvedImage(world, index, createdAt, random);
  const fromVolume = chosen === "volume-backed" || chosen === "inherited";
  const server = chosen === "plain" ? null : serverAt(world, random, createdAt, fromVolume);
  if (server === null || chosen === "plain") return uploadedImage(world, index, createdAt, random);
  if (fromVolume) return volumeImage(world, index, createdAt, random, server, chosen === "inherited");
  return serverImage(world, index, createdAt, random, server, chosen);
}

function uploadedImage(world: BulkWorld, index: number, createdAt: number, random: Random): BulkImage {
  const owner = world.project(random);
  const plain = plainImage(world, index, random);
  const image = { ...plain, id: world.imageId(index), owner, createdAt, sizeBytes: sizeOf(random) };
  return { image, truth: PLAIN, mayBeDeleted: true };
}

function serverImage(
  world: BulkWorld,
  index: number,
  createdAt: number,
  random: Random,
  server: Server,
  profile: Profile,
): BulkImage {
  const { status, diskFormat, verdict } = profile;
  const image: DemoImage = {
    id: world.imageId(index),
    name: `${server.name} ${random.pick(OCCASIONS)}`,
    owner: server.project,
    createdAt,
    properties: profile.properties({ server, random, bornAt: createdAt, now: world.now }),
    sizeBytes: status === undefined ? sizeOf(random) : null,
    ...(status === undefined ? {} : { status }),
    ...(diskFormat === undefined ? rbdOrFile(random) : { diskFormat }),
  };
  const instanceState = profile.linked ? server.state : null;
  return { image, truth: { ...verdict, instanceState }, mayBeDeleted: profile.mayBeDeleted };
}

/** Half of the snapshots are direct ones in rbd. */
function rbdOrFile(random: Random): Pick<DemoImage, "diskFormat" | "byLocation"> {
  return random.chance(0.5) ? { diskFormat: "raw", byLocation: true } : {};
}

/** The image of a server that is shelved still; both exist only for one another. */
function shelvedImage(world: BulkWorld, index: number, createdAt: number, random: Random): BulkImage {
  const project = world.project(random);
  const base = world.imageId(world.golden(random, index));
  const id = world.imageId(index);
  const server: Server = {
    uuid: new Random(world.seed, STREAM.shelvedServer, index).uuid(),
    name: `attic-${String(index).padStart(7, "0")}`,
    state: "alive",
    cell: "nova_cell1",
    project,
    userId: userOf(project),
    createdAt: createdAt - 30 * DAY,
    endedAt: null,
    vmState: "shelved_offloaded",
    taskState: null,
    imageRef: base,
    baseRef: base,
    inherited: {},
    systemMetadata: {
      shelved_image_id: id,
      shelved_host: "compute-2",
    },
    rootVolume: null,
  };
  const [name, sizeBytes] = [`${server.name}-shelved`, sizeOf(random)];
  return {
    image: { id, name, owner: project, createdAt, properties: libvirtSnapshot(server), sizeBytes },
    truth: { class: "full", kind: "shelved", cause: null, expected: null, instanceState: "alive" },
    mayBeDeleted: false,
    also: (sink) => writeServer(sink, server),
  };
}

function volumeImage(
  world: BulkWorld,
  index: number,
  createdAt: number,
  random: Random,
  server: Server,
  inherited: boolean,
): BulkImage {
  const name = `${server.name} ${random.pick(OCCASIONS)}`;
  const volume = server.rootVolume;
  const snapshot = { id: random.uuid(), volumeSizeGib: volume?.sizeGib ?? 10 };
  const older = inherited ? serverAt(world, random, createdAt, false) : null;
  return {
    image: {
      id: world.imageId(index),
      name,
      owner: server.project,
      createdAt,
      sizeBytes: 0,
      diskFormat: "raw",
      properties: {
        ...volumeBackedSnapshot(server, snapshot),
        ...(older === null ? {} : libvirtSnapshot(older)),
      },
    },
    truth: {
      class: older === null ? "partial" : "full",
      kind: "volume-snapshot",
      expected: true,
      cause: older === null ? "volume-backed" : "inherited",
      instanceState: server.state,
    },
    mayBeDeleted: true,
    also: (sink) => {
      if (volume === null) return;
      writeVolumeSnapshot(sink, {
        id: snapshot.id,
        volume,
        server,
        createdAt,
        imageName: name,
        deletedAt: null,
      });
    },
  };
}

/** Deletes an image as glance does: the row, its properties, location, members and tags all at once. */
function deleted(image: DemoImage, world: BulkWorld, random: Random): DemoImage {
  const deletedAt = random.between(image.createdAt + HOUR, world.now - HOUR);
  const properties = allRemoved(image.properties, deletedAt);
  return {
    ...image,
    properties,
    deletedAt,
    deleted: true,
    status: random.chance(0.03) ? "pending_delete" : "deleted",
  };
}

/** Mostly a few GiB, now and then tens of them. */
function sizeOf(random: Random): number {
  return (300 + Math.floor(random.fraction() ** 4 * 40_000)) * 2 ** 20 + 512 * random.between(0, 2047);
}

const OCCASIONS = ["before upgrade", "nightly", "golden", "before resize", "test", "handover", "known good"];
