import { removed, volumeBackedSnapshot, without, type Properties } from "../nova-properties.ts";
import { writeVolumeSnapshot } from "../cinder-rows.ts";
import { DAY } from "../time.ts";
import type { Scene } from "../scene.ts";
import type { Case, Draft } from "./case.ts";
import { FLEET, type FleetMember, type NamedServer } from "./fleet.ts";

type VolumeCase = Omit<Case, "image" | "also"> & {
  readonly server: NamedServer;
  readonly edit?: (properties: Record<string, string>, scene: Scene) => Properties;
  readonly storageGone?: true;
};

const volumeCase = ({ server: name, edit, storageGone, ...rest }: VolumeCase): Case => ({
  ...rest,
  image: (scene): Draft => {
    const snapshot = { id: scene.idOf(`snapshot ${rest.slug}`), volumeSizeGib: 40 };
    const properties = volumeBackedSnapshot(scene.server(name), snapshot);
    const { project: owner = "web" }: FleetMember = FLEET[name];
    return { properties: edit?.(properties, scene) ?? properties, sizeBytes: 0, diskFormat: "raw", owner };
  },
  also: (scene, sink) => {
    const server = scene.server(name);
    if (server.rootVolume === null) return;
    writeVolumeSnapshot(sink, {
      id: scene.idOf(`snapshot ${rest.slug}`),
      volume: server.rootVolume,
      server,
      imageName: rest.name ?? rest.slug,
      createdAt: scene.ago(rest.age),
      deletedAt: storageGone ? scene.ago(rest.age / 2) : null,
    });
  },
});

/** Empty images that point at cinder snapshots: without the four they are whole. */
export const VOLUME_BACKED: readonly Case[] = [
  volumeCase({
    slug: "erp-01-before-migration",
    name: "erp-01 before migration",
    story:
      "What nova writes for a server that boots from a volume: base_image_ref is '', the other three are absent.",
    age: 60 * DAY,
    truth: ["partial", "volume-snapshot", "volume-backed", true],
    of: "erp-01",
    server: "erp-01",
    action: "createImage",
  }),
  volumeCase({
    slug: "erp-02-no-base",
    name: "erp-02 no base",
    story: "The server's image_ref was NULL, so not even base_image_ref was written.",
    age: 61 * DAY,
    truth: ["missing", "volume-snapshot", "volume-backed", true],
    of: "erp-02",
    server: "erp-02",
  }),
  volumeCase({
    slug: "erp-03-after-rebuild",
    name: "erp-03 after rebuild",
    story:
      "Rebuilt with another image (nova 26.0.0): base_image_ref names it, although the disk is a volume.",
    age: 62 * DAY,
    truth: ["partial", "volume-snapshot", "volume-backed", true],
    of: "erp-03",
    server: "erp-03",
  }),
  volumeCase({
    slug: "erp-04-of-a-clone",
    name: "erp-04 of a clone",
    story:
      "Its volume was made from a snapshot: all four are inherited, and instance_uuid is the older server's.",
    age: 63 * DAY,
    truth: ["full", "volume-snapshot", "inherited", true],
    of: "erp-04",
    server: "erp-04",
  }),
  volumeCase({
    slug: "erp-05-of-a-clone-resized",
    name: "erp-05 of a clone, resized",
    story: "The same after a resize, which reset base_image_ref to ''.",
    age: 64 * DAY,
    truth: ["partial", "volume-snapshot", "inherited", true],
    of: "erp-05",
    server: "erp-05",
  }),
  volumeCase({
    slug: "erp-06-storage-gone",
    name: "erp-06 storage gone",
    story: "Its cinder snapshot was deleted: the image cannot be booted any more.",
    age: 65 * DAY,
    truth: ["partial", "volume-snapshot", "volume-backed", true],
    of: "erp-06",
    server: "erp-06",
    storageGone: true,
  }),
  volumeCase({
    slug: "erp-07-old-style",
    name: "erp-07 old style",
    story: "Without bdm_v2: block_device_mapping alone says what it is.",
    age: 66 * DAY,
    truth: ["partial", "volume-snapshot", "volume-backed", true],
    of: "erp-07",
    server: "erp-07",
    edit: (properties) => without(properties, "bdm_v2"),
  }),
  volumeCase({
    slug: "erp-08-mapping-removed",
    name: "erp-08 mapping removed",
    story: "Somebody removed its block device mapping; what is left of the four looks like a user's own.",
    age: 67 * DAY,
    truth: ["partial", "derived", "user-set", false],
    server: "erp-08",
    edit: (properties, scene) => removed(properties, scene.ago(10 * DAY), "bdm_v2", "block_device_mapping"),
  }),
  volumeCase({
    slug: "erp-09-last-state",
    name: "erp-09 last state",
    story: "Its server is archived; only cinder's old attachment still leads to it.",
    age: 70 * DAY,
    truth: ["partial", "volume-snapshot", "volume-backed", true],
    of: "erp-09",
    server: "erp-09",
    holds: [],
  }),
  volumeCase({
    slug: "erp-13-last-state",
    name: "erp-13 last state",
    story:
      "Its volume was made from a backup of a live server: nova's rotation takes it for one of that server's backups.",
    age: 12 * DAY,
    truth: ["partial", "volume-snapshot", "inherited", true],
    of: "erp-13",
    server: "erp-13",
    holds: ["backup-rotation"],
  }),
  volumeCase({
    slug: "erp-01-odd-mark",
    name: "erp-01 odd mark",
    story: "A user added image_location by hand: one of the three is enough to call the set inherited.",
    age: 20 * DAY,
    truth: ["partial", "volume-snapshot", "inherited", true],
    of: "erp-01",
    server: "erp-01",
    edit: (properties) => ({ ...properties, image_location: "snapshot" }),
  }),
];
