import { writeVolumeSnapshot } from "../cinder-rows.ts";
import { libvirtSnapshot, volumeBackedSnapshot } from "../nova-properties.ts";
import { DAY, HOUR } from "../time.ts";
import type { Scene } from "../scene.ts";
import type { Case, Draft } from "./case.ts";
import { writeTask } from "./task.ts";

type Held = Pick<Case, "slug" | "story"> &
  Partial<Pick<Case, "name" | "also" | "withoutNova">> & {
    readonly holds: NonNullable<Case["holds"]>;
    readonly draft?: Partial<Draft>;
    readonly truth?: Case["truth"];
  };

const held = ({ draft, ...subject }: Held): Case => ({
  name: subject.slug.replaceAll("-", " "),
  age: 75 * DAY,
  of: "retired-06",
  truth: ["full", "snapshot"],
  ...subject,
  image: (scene) => ({
    properties: libvirtSnapshot(scene.server("retired-06")),
    ...draft,
  }),
});

const snapshotOf = (scene: Scene) => ({ id: scene.idOf("snapshot maps-needed"), volumeSizeGib: 40 });

/** An image that exists because another one is needed. */
const needing = (slug: string, story: string, truth: Case["truth"], image: Case["image"]): Case => ({
  slug,
  name: slug.replaceAll("-", " "),
  story,
  age: 22 * DAY,
  truth,
  image,
});

/** Snapshots of one deleted server, each still needed by somebody else, and the images that need them. */
export const HOLDS: readonly Case[] = [
  held({ slug: "needed-protected", story: "Protected.", holds: ["protected"], draft: { protected: true } }),
  held({
    slug: "needed-unfinished",
    story: "Not active: perhaps something still works on it.",
    holds: ["in-progress"],
    draft: { status: "saving" },
    truth: ["full", "snapshot", "no-data", false],
  }),
  held({
    slug: "needed-by-a-task",
    story: "A task works on it.",
    holds: ["task"],
    also: (scene, sink) => writeTask(scene, sink, "needed-by-a-task", "api_image_import"),
  }),
  held({ slug: "needed-to-boot", story: "A live server was booted from it.", holds: ["booted:1"] }),
  held({
    slug: "needed-as-base",
    story: "A live server's base, and that of another image.",
    holds: ["booted:1", "base-of:2"],
  }),
  needing(
    "derived-from-needed",
    "Its base is a snapshot.",
    ["partial", "derived", "user-set", false],
    (scene) => ({
      properties: { base_image_ref: scene.imageId("needed-as-base") },
    }),
  ),
  held({ slug: "needed-as-kernel", story: "Another image's kernel_id.", holds: ["kernel-of:1"] }),
  needing("boots-with-needed", "It names a snapshot as its kernel.", ["missing", "image"], (scene) => ({
    properties: { kernel_id: scene.imageId("needed-as-kernel") },
  })),
  held({
    slug: "vault-05-shelved",
    name: "vault-05-shelved",
    story: "A shelved server's disk, whose instance_uuid somebody changed to a deleted server's.",
    holds: (scene) => [`shelved:${scene.server("vault-05").uuid}`],
    truth: ["full", "shelved"],
    withoutNova: { kind: "snapshot" },
  }),
  held({
    slug: "vault-06-shelved",
    name: "vault-06-shelved",
    story: "Being shelved, with the same mistake: only its name leads to the live server.",
    holds: (scene) => [`shelving:${scene.server("vault-06").uuid}`],
  }),
  held({
    slug: "needed-by-boot-volume",
    story: "A live server boots from a volume that was made from it.",
    holds: ["boots-volume:1", "volume:1"],
  }),
  held({
    slug: "needed-by-build",
    story: "A server is being built from it.",
    holds: ["building:1", "requested:1"],
  }),
  held({
    slug: "needed-by-members",
    story: "Shared with two projects, one of which refused.",
    holds: ["shared:1"],
    draft: {
      visibility: "shared",
      members: [
        { projectId: "0f2f1a6dbe3b4a6d8c8a52d6e8ef7a11", status: "accepted" },
        { projectId: "7bd1d8b9f3a04d4e9f0f6ad2a1c3ce55", status: "rejected" },
      ],
    },
  }),
  held({ slug: "needed-by-all", story: "Public.", holds: ["public"], draft: { visibility: "public" } }),
  held({
    slug: "needed-by-community",
    story: "Community.",
    holds: ["community"],
    draft: { visibility: "community" },
  }),
  held({
    slug: "needed-by-tag",
    story: "Tagged.",
    holds: ["tagged:2"],
    draft: { tags: ["lb", "production"] },
  }),
  held({ slug: "needed-by-mapping", story: "Another image's block devices name it.", holds: ["bdm-of:1"] }),
  {
    slug: "maps-needed",
    name: "maps needed",
    story: "A volume-backed image with a second disk that is made from a snapshot.",
    age: 22 * DAY,
    truth: ["partial", "volume-snapshot", "volume-backed", true],
    of: "erp-07",
    image: (scene) => {
      const properties = volumeBackedSnapshot(scene.server("erp-07"), snapshotOf(scene));
      const second = {
        source_type: "image",
        destination_type: "volume",
        image_id: scene.imageId("needed-by-mapping"),
        boot_index: 1,
        volume_size: 10,
        device_name: "/dev/vdb",
        delete_on_termination: true,
      };
      const first: unknown[] = JSON.parse(properties["block_device_mapping"] ?? "[]");
      const block_device_mapping = JSON.stringify([...first, second]);
      return { properties: { ...properties, block_device_mapping }, sizeBytes: 0, diskFormat: "raw" };
    },
    also: (scene, sink) => {
      const server = scene.server("erp-07");
      if (server.rootVolume === null) return;
      const { id } = snapshotOf(scene);
      writeVolumeSnapshot(sink, {
        id,
        server,
        volume: server.rootVolume,
        imageName: "maps needed",
        createdAt: scene.ago(22 * DAY),
        deletedAt: null,
      });
    },
  },
  {
    slug: "needed-by-rotation",
    name: "web-12 hourly backup",
    story: "In the rotation of a live server, so nova deletes it in time.",
    age: 6 * HOUR,
    truth: ["partial", "backup", "backup", true],
    of: "web-12",
    action: "createBackup",
    holds: ["backup-rotation"],
    image: (scene) => ({
      properties: { ...libvirtSnapshot(scene.server("web-12")), image_type: "backup", backup_type: "hourly" },
    }),
  },
];
