import { libvirtSnapshot, without } from "../nova-properties.ts";
import { DAY } from "../time.ts";
import type { Case } from "./case.ts";

/** What people and their tools write into the four (the metadata of a request overrides nova's own). */
export const USER_MADE: readonly Case[] = [
  {
    slug: "packer-docker-host",
    name: "packer docker host",
    story: "Packer gives image_type 'image' to the snapshots that it makes.",
    age: 75 * DAY,
    truth: ["partial", "derived", "retagged", false],
    of: "web-01",
    image: (scene) => ({
      properties: { ...libvirtSnapshot(scene.server("web-01")), image_type: "image" },
      visibility: "shared",
    }),
  },
  {
    slug: "golden-mail",
    name: "golden mail",
    story: "--metadata image_type=golden instance_uuid=none: both override nova's.",
    age: 74 * DAY,
    truth: ["partial", "derived", "retagged", false],
    image: (scene) => ({
      properties: {
        ...libvirtSnapshot(scene.server("app-04")),
        image_type: "golden",
        instance_uuid: "none",
      },
    }),
  },
  {
    slug: "upload-with-a-note",
    name: "upload with a note",
    story: "glance documents instance_uuid as free text for users: somebody noted where the disk came from.",
    age: 55 * DAY,
    truth: ["partial", "derived", "user-set", false],
    of: "web-12",
    image: (scene) => ({
      properties: { instance_uuid: scene.server("web-12").uuid, os_distro: "debian" },
      visibility: "shared",
    }),
  },
  {
    slug: "disk-with-a-base",
    name: "disk with a base",
    story: "Only base_image_ref, given by a build script.",
    age: 54 * DAY,
    truth: ["partial", "derived", "user-set", false],
    image: (scene) => ({ properties: { base_image_ref: scene.imageId("debian-13"), os_distro: "debian" } }),
  },
  {
    slug: "disk-of-a-failed-server",
    name: "disk of a failed server",
    story: "It names a server that never got a host: alive, in cell0.",
    age: 10 * DAY,
    truth: ["partial", "derived", "user-set", false],
    of: "failed-01",
    image: (scene) => ({ properties: { instance_uuid: scene.server("failed-01").uuid } }),
  },
  {
    slug: "launch-template",
    name: "launch template",
    story: "Automation wrote the uuid of the server that is being built from it: in no cell yet.",
    age: 2 * DAY,
    truth: ["partial", "derived", "user-set", false],
    of: "new-01",
    image: (scene) => ({ properties: { instance_uuid: scene.server("new-01").uuid, os_distro: "ubuntu" } }),
  },
];

const unexplained = (
  slug: string,
  name: string,
  story: string,
  change: Record<string, string | null>,
  more: Pick<Case, "of"> & { readonly derived?: true } = {},
): Case => ({
  slug,
  name,
  story,
  age: 84 * DAY,
  truth: ["partial", more.derived ? "derived" : "snapshot", "unexplained", false],
  ...(more.of === undefined ? {} : { of: more.of }),
  image: (scene) => ({
    properties: {
      ...libvirtSnapshot(scene.server("app-03")),
      ...change,
    },
  }),
});

/** NULL, '' and nonsense are wrong, not absent, so nothing tells why they are there. */
export const WRONG_VALUES: readonly Case[] = [
  unexplained(
    "app-03-null-uuid",
    "app-03 null uuid",
    "instance_uuid is NULL, which glance's v2 API accepts.",
    {
      instance_uuid: null,
    },
  ),
  unexplained("app-03-blank-uuid", "app-03 blank uuid", "instance_uuid is the empty string.", {
    instance_uuid: "",
  }),
  unexplained("app-03-ec2-id", "app-03 ec2 id", "instance_uuid is an EC2 id, written by a converter.", {
    instance_uuid: "i-0000cafe",
  }),
  unexplained(
    "app-03-null-base",
    "app-03 null base",
    "base_image_ref is NULL.",
    { base_image_ref: null },
    { of: "app-03" },
  ),
  unexplained(
    "app-03-base-by-url",
    "app-03 base by url",
    "base_image_ref is a URL, as very old novas had it in image_ref.",
    { base_image_ref: "http://glance:9292/images/7a3f" },
    { of: "app-03" },
  ),
  unexplained(
    "app-03-odd-location",
    "app-03 odd location",
    "image_location is 'backup'.",
    { image_location: "backup" },
    { of: "app-03" },
  ),
  unexplained(
    "app-03-null-type",
    "app-03 null type",
    "image_type is NULL: there, so not user-set, and no word, so not retagged.",
    { image_type: null },
    { of: "app-03", derived: true },
  ),
  unexplained(
    "app-03-blank-type",
    "app-03 blank type",
    "image_type is the empty string.",
    { image_type: "" },
    { of: "app-03", derived: true },
  ),
  {
    slug: "app-03-uuid-never-there",
    name: "app-03 uuid never there",
    story: "A copy from another region, whose tool left instance_uuid out.",
    age: 85 * DAY,
    truth: ["partial", "snapshot", "unexplained", false],
    image: (scene) => ({ properties: without(libvirtSnapshot(scene.server("app-03")), "instance_uuid") }),
  },
];
