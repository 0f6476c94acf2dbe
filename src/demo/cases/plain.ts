import { DAY, HOUR, MINUTE } from "../time.ts";
import type { Case } from "./case.ts";
import { writeTask } from "./task.ts";

const DISTRO = {
  os_type: "linux",
  hw_disk_bus: "virtio",
  hw_qemu_guest_agent: "yes",
  architecture: "x86_64",
};

type PlainCase = Omit<Case, "truth">;

/** Images that are no snapshots and never were. */
const PLAIN_IMAGES: readonly PlainCase[] = [
  {
    slug: "ubuntu-24.04",
    name: "Ubuntu 24.04 LTS",
    story: "The base of most servers here.",
    age: 720 * DAY,
    image: () => ({
      properties: {
        ...DISTRO,
        os_distro: "ubuntu",
        os_version: "24.04",
        os_admin_user: "ubuntu",
      },
      owner: "platform",
      visibility: "public",
      protected: true,
      tags: ["supported"],
    }),
  },
  {
    slug: "debian-13",
    name: "Debian 13",
    story: "Another public image.",
    age: 320 * DAY,
    image: () => ({
      properties: {
        ...DISTRO,
        os_distro: "debian",
        os_version: "13",
        os_admin_user: "debian",
      },
      owner: "platform",
      visibility: "public",
    }),
  },
  {
    slug: "ubuntu-20.04",
    name: "Ubuntu 20.04 LTS (retired)",
    story: "Hidden from lists, still usable by its id.",
    age: 1500 * DAY,
    image: () => ({
      properties: {
        ...DISTRO,
        os_distro: "ubuntu",
        os_version: "20.04",
        os_admin_user: "ubuntu",
      },
      owner: "platform",
      visibility: "public",
      hidden: true,
    }),
  },
  {
    slug: "windows-server-2022",
    name: "Windows Server 2022",
    story: "A community image that needs UEFI.",
    age: 600 * DAY,
    image: () => ({
      properties: {
        os_type: "windows",
        os_distro: "windows",
        hw_firmware_type: "uefi",
        hw_machine_type: "q35",
      },
      owner: "platform",
      visibility: "community",
      sizeBytes: 11811160064,
    }),
  },
  {
    slug: "amphora-x64-haproxy",
    story: "Octavia finds it by its tag, which no database shows.",
    age: 200 * DAY,
    image: () => ({ properties: { hw_architecture: "x86_64" }, owner: "platform", tags: ["amphora"] }),
  },
  {
    slug: "shared-appliance",
    name: "shared appliance",
    story: "Offered to three projects: one took it, one has not answered, one refused.",
    age: 210 * DAY,
    image: (scene) => ({
      properties: { os_distro: "alpine" },
      visibility: "shared",
      members: [
        { projectId: scene.project("databases").id, status: "accepted" },
        { projectId: scene.project("research").id, status: "pending" },
        { projectId: scene.project("platform").id, status: "rejected" },
      ],
    }),
  },
  {
    slug: "unnamed",
    name: null,
    story: "glance does not ask for a name.",
    age: 220 * DAY,
    image: () => ({ properties: {}, visibility: "shared" }),
  },
  {
    slug: "nobody-s-image",
    name: "nobody's image",
    story: "Ownerless: only an administrator can make such an image.",
    age: 230 * DAY,
    image: () => ({ properties: { os_distro: "centos" }, owner: null }),
  },
  {
    slug: "left-behind",
    name: "left behind",
    story: "Its project was deleted in keystone, which tells glance nothing.",
    age: 1700 * DAY,
    image: () => ({ properties: { os_distro: "centos" }, owner: "legacy" }),
  },
  {
    slug: "on-ice",
    name: "on ice",
    story: "Its project is disabled.",
    age: 800 * DAY,
    image: () => ({ properties: { os_distro: "fedora" }, owner: "research" }),
  },
  {
    slug: "upload-from-a-browser",
    name: "upload from a browser",
    story: "Being staged right now; an upload is no snapshot, so there is nothing to explain.",
    age: 12 * MINUTE,
    image: () => ({ properties: { os_distro: "arch" }, status: "uploading", visibility: "shared" }),
  },
  {
    slug: "import-in-progress",
    name: "import in progress",
    story: "An import into two stores, with its lock (glance/async_/flows/api_image_import.py).",
    age: 25 * MINUTE,
    image: (scene) => ({
      properties: {
        os_glance_import_task: scene.idOf("task import-in-progress"),
        os_glance_importing_to_stores: "rbd,file",
      },
      status: "importing",
    }),
    also: (scene, sink) => writeTask(scene, sink, "import-in-progress", "api_image_import"),
  },
  {
    slug: "never-uploaded",
    name: "never uploaded",
    story: "A record without data, for half a year.",
    age: 180 * DAY,
    image: () => ({ properties: {}, status: "queued", diskFormat: null, containerFormat: null }),
  },
  {
    slug: "killed-upload",
    name: "killed upload",
    story: "An upload that failed in the days of glance v1.",
    age: 1800 * DAY,
    image: () => ({ properties: {}, status: "killed", sizeBytes: null }),
  },
  {
    slug: "cirros-kernel",
    name: "cirros kernel",
    story: "Booted only together with its image.",
    age: 400 * DAY,
    image: () => ({ properties: {}, diskFormat: "aki", containerFormat: "aki", sizeBytes: 4_979_632 }),
  },
  {
    slug: "cirros",
    story: "Names its kernel.",
    age: 400 * DAY - HOUR,
    image: (scene) => ({
      properties: { kernel_id: scene.imageId("cirros-kernel") },
      diskFormat: "ami",
      containerFormat: "ami",
      sizeBytes: 25165824,
    }),
  },
];

const TRUTH: Pick<Case, "truth"> = { truth: ["missing", "image"] };

export const PLAIN: readonly Case[] = PLAIN_IMAGES.map((plain) => Object.assign({}, TRUTH, plain));
