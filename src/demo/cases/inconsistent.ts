import { libvirtSnapshot, volumeBackedSnapshot, type Properties } from "../nova-properties.ts";
import type { Scene } from "../scene.ts";
import type { Sink } from "../tables.ts";
import { DAY, stamp } from "../time.ts";
import type { Case, Draft } from "./case.ts";

const INTACT: Case["truth"] = ["full", "snapshot"];

/** A snapshot of app-03 that is whole, but for what `draft` and `also` do to it. */
const snapshot = (
  slug: string,
  story: string,
  age: number,
  also: Case["also"],
  draft: (scene: Scene) => Partial<Draft> = () => ({}),
): Case => ({
  slug,
  name: slug.replaceAll("-", " ").replace("app 03", "app-03"),
  story,
  age,
  truth: INTACT,
  of: "app-03",
  image: (scene) => ({ properties: libvirtSnapshot(scene.server("app-03")), ...draft(scene) }),
  ...(also === undefined ? {} : { also }),
});

const times = (scene: Scene, age: number) => ({
  created_at: stamp(scene.ago(age)),
  updated_at: stamp(scene.ago(age)),
});

function writeLocation(scene: Scene, sink: Sink, of: string, dataOf: string): void {
  sink.add("glance", "image_locations", {
    ...times(scene, 30 * DAY),
    deleted: 0,
    image_id: scene.imageId(of),
    value: `file:///var/lib/glance/images/${scene.imageId(dataOf)}`,
    meta_data: '{"store": "file"}',
    status: "active",
  });
}

/** What no service of OpenStack leaves behind by itself, or only by its own mistake. */
export const INCONSISTENT: readonly Case[] = [
  snapshot("app-03-lost-data", "Active, but its location is gone.", 95 * DAY, undefined, () => ({
    unlocated: true,
  })),
  snapshot("app-03-shared-data", "Its data is registered for another image, too.", 96 * DAY, undefined),
  snapshot(
    "app-03-sharing-data",
    "Registered by the location of another image: deleting it deletes that one's data.",
    94 * DAY,
    (scene, sink) => writeLocation(scene, sink, "app-03-sharing-data", "app-03-shared-data"),
    () => ({ unlocated: true }),
  ),
  snapshot(
    "app-03-shared-again",
    "A project was removed as a member and added again: the row lives with its old deleted_at.",
    93 * DAY,
    (scene, sink) =>
      sink.add("glance", "image_members", {
        created_at: stamp(scene.ago(80 * DAY)),
        updated_at: stamp(scene.ago(70 * DAY)),
        deleted_at: stamp(scene.ago(75 * DAY)),
        deleted: 0,
        image_id: scene.imageId("app-03-shared-again"),
        member: scene.project("databases").id,
        status: "accepted",
        can_share: 0,
      }),
    () => ({ visibility: "shared" }),
  ),
  snapshot(
    "app-03-from-2012",
    "A property that was deleted without a date (LP#901534): no purge finds it.",
    97 * DAY,
    undefined,
    (scene) => {
      const properties: Properties = libvirtSnapshot(scene.server("app-03"));
      return { properties: { ...properties, note: { value: "old", deleted: true, deletedAt: null } } };
    },
  ),
  snapshot(
    "app-03-old-base",
    "Its base image was deleted and purged: normal.",
    98 * DAY,
    undefined,
    (scene) => ({
      properties: {
        ...libvirtSnapshot(scene.server("app-03")),
        base_image_ref: scene.imageId("ubuntu-18.04"),
      },
    }),
  ),
  {
    slug: "app-03-deleted-badly",
    name: "app-03 deleted badly",
    story: "Deleted by hand: its properties and a tag live on, so purge_images_table fails on it.",
    age: 99 * DAY,
    truth: INTACT,
    of: "app-03",
    image: (scene) => ({
      properties: libvirtSnapshot(scene.server("app-03")),
      deleted: true,
      deletedAgo: 20 * DAY,
    }),
    also: (scene, sink) =>
      sink.add("glance", "image_tags", {
        ...times(scene, 99 * DAY),
        deleted: 0,
        image_id: scene.imageId("app-03-deleted-badly"),
        value: "keep",
      }),
  },
  {
    slug: "erp-02-unreadable",
    name: "erp-02 unreadable",
    story: "Its block device mapping was cut off at 255 characters by a tool.",
    age: 68 * DAY,
    truth: ["partial", "volume-snapshot", "volume-backed", true],
    image: (scene) => {
      const ref = { id: scene.idOf("snapshot erp-02-unreadable"), volumeSizeGib: 40 };
      const properties = volumeBackedSnapshot(scene.server("erp-01"), ref);
      const block_device_mapping = String(properties["block_device_mapping"]).slice(0, 255);
      return { properties: { ...properties, block_device_mapping }, sizeBytes: 0, diskFormat: "raw" };
    },
    also: (scene, sink) => {
      // A restore of single tables, with foreign keys off, brought back a property of an image that is gone.
      sink.add("glance", "image_properties", {
        ...times(scene, 68 * DAY),
        deleted: 0,
        image_id: scene.idOf("vanished image"),
        name: "os_distro",
        value: "centos",
      });
    },
  },
];
