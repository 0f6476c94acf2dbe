import { asBackup, libvirtSnapshot, vmwareSnapshot, without } from "../nova-properties.ts";
import { DAY, HOUR } from "../time.ts";
import type { Case } from "./case.ts";

/** createBackup: the set of a snapshot, but for image_type; the oldest beyond the rotation are deleted. */
export const BACKUPS: readonly Case[] = [
  {
    slug: "web-01-nightly-backup",
    name: "web-01 nightly backup",
    story: "The newest of a rotation of three.",
    age: 7 * HOUR,
    truth: ["partial", "backup", "backup", true],
    of: "web-01",
    action: "createBackup",
    image: (scene) => ({ properties: asBackup(libvirtSnapshot(scene.server("web-01")), "daily") }),
  },
  {
    slug: "web-01-nightly-backup-2",
    name: "web-01 nightly backup",
    story: "The one before; nova gives them all the name that was asked for.",
    age: 31 * HOUR,
    truth: ["partial", "backup", "backup", true],
    of: "web-01",
    action: "createBackup",
    image: (scene) => ({ properties: asBackup(libvirtSnapshot(scene.server("web-01")), "daily") }),
  },
  {
    slug: "web-01-nightly-backup-3",
    name: "web-01 nightly backup",
    story: "The next to be rotated away.",
    age: 55 * HOUR,
    truth: ["partial", "backup", "backup", true],
    of: "web-01",
    action: "createBackup",
    image: (scene) => ({ properties: asBackup(libvirtSnapshot(scene.server("web-01")), "daily") }),
  },
  {
    slug: "db-02-weekly-backup",
    name: "db-02 weekly backup",
    story: "Its server is gone, and with it the rotation that would have deleted it.",
    age: 107 * DAY,
    truth: ["partial", "backup", "backup", true],
    of: "db-02",
    holds: [],
    image: (scene) => ({ properties: asBackup(libvirtSnapshot(scene.server("db-02")), "weekly") }),
  },
  {
    slug: "vc-01-daily-backup",
    name: "vc-01 daily backup",
    story: "A backup on VMware, which never writes image_location.",
    age: 3 * DAY,
    truth: ["partial", "backup", "driver", true],
    of: "vc-01",
    image: (scene) => ({
      properties: asBackup(vmwareSnapshot(scene.server("vc-01")), "daily"),
      diskFormat: "vmdk",
    }),
  },
  {
    slug: "web-03-nightly-backup",
    name: "web-03 nightly backup",
    story: "A backup of a server that was rebuilt before LP#1893618 was fixed: no base_image_ref.",
    age: 4 * DAY,
    truth: ["partial", "backup", "rebuilt", true],
    of: "web-03",
    image: (scene) => ({ properties: asBackup(libvirtSnapshot(scene.server("web-03")), "daily") }),
  },
  {
    slug: "db-03-backup-blanked",
    name: "db-03 backup, blanked",
    story: "Somebody blanked instance_uuid: no rotation finds it any more.",
    age: 40 * DAY,
    truth: ["partial", "backup", "unexplained", false],
    image: (scene) => ({
      properties: { ...asBackup(libvirtSnapshot(scene.server("db-03")), "daily"), instance_uuid: "" },
    }),
  },
  {
    slug: "db-03-hand-made-backup",
    name: "db-03 hand-made backup",
    story: "Not createBackup's: 'Backup' is a word of its own for glance.",
    age: 41 * DAY,
    truth: ["partial", "derived", "retagged", false],
    of: "db-03",
    image: (scene) => ({
      properties: { ...without(libvirtSnapshot(scene.server("db-03")), "image_state"), image_type: "Backup" },
    }),
  },
];
