import { allRemoved, libvirtSnapshot, removed, setAgain, without } from "../nova-properties.ts";
import { DAY, HOUR } from "../time.ts";
import type { Case } from "./case.ts";

/** Properties that somebody removed: their rows stay, with their values, until glance-manage db purge. */
export const REMOVED: readonly Case[] = [
  {
    slug: "golden-web",
    name: "golden web",
    story: "A snapshot promoted to a golden image: image_type was removed.",
    age: 150 * DAY,
    truth: ["partial", "derived", "removed", false],
    of: "web-01",
    image: (scene) => ({
      properties: removed(libvirtSnapshot(scene.server("web-01")), scene.ago(9 * DAY), "image_type"),
      visibility: "public",
    }),
  },
  {
    slug: "golden-db",
    name: "golden db",
    story:
      "All four were removed, other properties are left: it was a snapshot, and can still be told of which server.",
    age: 151 * DAY,
    truth: ["missing", "image", "removed", false],
    image: (scene) => ({
      properties: removed(
        libvirtSnapshot(scene.server("db-01")),
        scene.ago(8 * DAY),
        "image_type",
        "instance_uuid",
        "base_image_ref",
        "image_location",
      ),
    }),
  },
  {
    slug: "web-12-tidied",
    name: "web-12 tidied",
    story: "image_location was removed by somebody who found it useless.",
    age: 152 * DAY,
    truth: ["partial", "snapshot", "removed", false],
    of: "web-12",
    image: (scene) => ({
      properties: removed(libvirtSnapshot(scene.server("web-12")), scene.ago(7 * DAY), "image_location"),
    }),
  },
  {
    slug: "web-12-purged",
    name: "web-12 purged",
    story:
      "image_type was removed and set again; db purge, which looks at deleted_at alone, then destroyed the live row.",
    age: 160 * DAY,
    truth: ["partial", "derived", "user-set", false],
    of: "web-12",
    image: (scene) => ({ properties: without(libvirtSnapshot(scene.server("web-12")), "image_type") }),
  },
  {
    slug: "db-01-restored",
    name: "db-01 restored",
    story: "glance-scrubber --restore brought the image back, and neither its properties nor its location.",
    age: 90 * DAY,
    truth: ["missing", "image", "restored", false],
    image: (scene) => ({
      properties: allRemoved(libvirtSnapshot(scene.server("db-01")), scene.ago(35 * DAY)),
      deletedAgo: 35 * DAY,
    }),
  },
  {
    slug: "db-01-restored-and-mended",
    name: "db-01 restored and mended",
    story:
      "Restored, then all properties were set again: whole, but its old deleted_at still invites purge_images_table.",
    age: 91 * DAY,
    truth: ["full", "snapshot"],
    of: "db-01",
    image: (scene) => {
      const properties = libvirtSnapshot(scene.server("db-01"));
      return {
        properties: setAgain(properties, scene.ago(36 * DAY), ...Object.keys(properties)),
        deletedAgo: 36 * DAY,
      };
    },
  },
  {
    slug: "db-01-restored-and-described",
    name: "db-01 restored and described",
    story: "Restored, then a description was added: no longer empty, so it shows as what was removed.",
    age: 92 * DAY,
    truth: ["missing", "image", "removed", false],
    image: (scene) => ({
      properties: {
        ...allRemoved(libvirtSnapshot(scene.server("db-01")), scene.ago(37 * DAY)),
        description: "state of last winter",
      },
      deletedAgo: 37 * DAY,
    }),
  },
  {
    slug: "web-06-half-deleted",
    name: "web-06 half deleted",
    story:
      "glance-api died between the two transactions of a deletion: status deleted, row live, properties gone.",
    age: 33 * DAY,
    truth: ["missing", "image", "half-deleted", false],
    image: (scene) => ({
      properties: allRemoved(libvirtSnapshot(scene.server("web-06")), scene.ago(6 * DAY)),
      status: "deleted",
    }),
  },
  {
    slug: "web-06-half-deleted-and-saved",
    name: "web-06 half deleted and saved",
    story: "The same with delayed_delete, and a PATCH under way that set the properties again.",
    age: 34 * DAY,
    truth: ["full", "snapshot", "half-deleted", false],
    of: "web-06",
    image: (scene) => {
      const properties = libvirtSnapshot(scene.server("web-06"));
      return {
        properties: setAgain(properties, scene.ago(5 * DAY), ...Object.keys(properties)),
        status: "pending_delete",
      };
    },
  },
  {
    slug: "web-09-deleted-yesterday",
    name: "web-09 deleted yesterday",
    story: "Deleted, with its properties; under such an image they still count.",
    age: 50 * DAY,
    truth: ["full", "snapshot"],
    of: "web-09",
    image: (scene) => ({
      properties: allRemoved(libvirtSnapshot(scene.server("web-09")), scene.ago(26 * HOUR)),
      deleted: true,
      deletedAgo: 26 * HOUR,
    }),
  },
  {
    slug: "web-09-deleted-and-purged",
    name: "web-09 deleted and purged",
    story:
      "Deleted 70 days ago: db purge has taken its properties, the image's row waits for purge_images_table.",
    age: 100 * DAY,
    truth: ["missing", "image"],
    image: () => ({ properties: {}, deleted: true, deletedAgo: 70 * DAY }),
  },
  {
    slug: "web-09-deleted-half-purged",
    name: "web-09 deleted, half purged",
    story: "db purge takes a hundred rows a time: some of its properties are left.",
    age: 101 * DAY,
    truth: ["partial", "derived", "user-set", false],
    of: "web-09",
    image: (scene) => {
      const { instance_uuid, base_image_ref } = libvirtSnapshot(scene.server("web-09"));
      const left = { instance_uuid: instance_uuid ?? null, base_image_ref: base_image_ref ?? null };
      return {
        properties: allRemoved(left, scene.ago(40 * DAY)),
        deleted: true,
        deletedAgo: 40 * DAY,
        status: "pending_delete",
      };
    },
  },
];
