import { libvirtSnapshot, setAgain, zvmSnapshot } from "../nova-properties.ts";
import { userOf } from "../project.ts";
import { DAY } from "../time.ts";
import type { Case } from "./case.ts";

/** Snapshots that are as nova makes them: all four properties, nothing to explain. */
export const SNAPSHOTS: readonly Case[] = [
  {
    slug: "web-01-before-upgrade",
    name: "web-01 before upgrade",
    story: "openstack server image create, on libvirt with qcow2.",
    age: 40 * DAY,
    truth: ["full", "snapshot"],
    of: "web-01",
    action: "createImage",
    image: (scene) => ({ properties: libvirtSnapshot(scene.server("web-01")) }),
  },
  {
    slug: "web-02-on-ceph",
    name: "web-02 on ceph",
    story: "A direct snapshot in rbd, registered by its location: no checksum is known.",
    age: 25 * DAY,
    truth: ["full", "snapshot"],
    of: "web-02",
    action: "createImage",
    image: (scene) => ({
      properties: libvirtSnapshot(scene.server("web-02")),
      diskFormat: "raw",
      byLocation: true,
    }),
  },
  {
    slug: "stage-01-golden-run",
    name: "stage-01 golden run",
    story: "Of a server booted from a snapshot: base_image_ref names the grand-base (LP#1893618 notes).",
    age: 9 * DAY,
    truth: ["full", "snapshot"],
    of: "stage-01",
    action: "createImage",
    image: (scene) => ({ properties: libvirtSnapshot(scene.server("stage-01")) }),
  },
  {
    slug: "mainframe-01-quarter",
    name: "mainframe-01 quarter",
    story: "zVM writes what libvirt writes, and s390x.",
    age: 66 * DAY,
    truth: ["full", "snapshot"],
    of: "mainframe-01",
    image: (scene) => ({ properties: zvmSnapshot(scene.server("mainframe-01")), diskFormat: "raw" }),
  },
  {
    slug: "report-01-month-end",
    name: "report-01 month end",
    story: "A script gave instance_uuid in upper case with --metadata: still a UUID, still this server.",
    age: 31 * DAY,
    truth: ["full", "snapshot"],
    of: "report-01",
    image: (scene) => {
      const server = scene.server("report-01");
      return { properties: { ...libvirtSnapshot(server), instance_uuid: server.uuid.toUpperCase() } };
    },
  },
  {
    slug: "app-03-relabelled",
    name: "app-03 relabelled",
    story:
      "image_type was removed and set again: the row lives with its old deleted_at, and db purge will take it.",
    age: 120 * DAY,
    truth: ["full", "snapshot"],
    of: "app-03",
    image: (scene) => ({
      properties: setAgain(libvirtSnapshot(scene.server("app-03")), scene.ago(90 * DAY), "image_type"),
    }),
  },
  {
    slug: "app-03-evidence",
    name: "app-03 evidence",
    story: "An administrator switched it off; the data is kept.",
    age: 77 * DAY,
    truth: ["full", "snapshot"],
    of: "app-03",
    image: (scene) => ({ properties: libvirtSnapshot(scene.server("app-03")), status: "deactivated" }),
  },
  {
    slug: "app-04-course-material",
    name: "app-04 course material",
    story: "A community image: anyone may boot it who knows its id.",
    age: 88 * DAY,
    truth: ["full", "snapshot"],
    of: "app-04",
    image: (scene) => ({ properties: libvirtSnapshot(scene.server("app-04")), visibility: "community" }),
  },
  {
    slug: "app-04-resize-temp",
    story: "Left over from a cross-cell resize that crashed (cross_cell_migrate.py: PrepResizeAtSourceTask).",
    age: 12 * DAY,
    truth: ["full", "snapshot"],
    of: "app-04",
    image: (scene) => ({ properties: libvirtSnapshot(scene.server("app-04")) }),
  },
  {
    slug: "web-02-by-operator",
    name: "web-02 by operator",
    story: "An administrator made it: his project owns it, the server's project is a member (LP#1675791).",
    age: 14 * DAY,
    truth: ["full", "snapshot"],
    of: "web-02",
    image: (scene) => ({
      properties: libvirtSnapshot(scene.server("web-02"), userOf(scene.project("platform"))),
      owner: "platform",
      visibility: "shared",
      members: [{ projectId: scene.project("web").id, status: "pending" }],
    }),
  },
  {
    slug: "moving-01-before-move",
    name: "moving-01 before move",
    story: "Its server is in two cells during a cross-cell resize; the mapping says which counts.",
    age: 3 * DAY,
    truth: ["full", "snapshot"],
    of: "moving-01",
    image: (scene) => ({ properties: libvirtSnapshot(scene.server("moving-01")) }),
  },
  {
    slug: "trash-01-last-state",
    name: "trash-01 last state",
    story: "Its server was soft-deleted and can be restored: it is not gone.",
    age: 5 * DAY,
    truth: ["full", "snapshot"],
    of: "trash-01",
    image: (scene) => ({ properties: libvirtSnapshot(scene.server("trash-01")) }),
  },
];
