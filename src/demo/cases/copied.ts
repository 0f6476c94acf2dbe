import { libvirtSnapshot, without } from "../nova-properties.ts";
import { writeVolume } from "../cinder-rows.ts";
import type { RootVolume } from "../server.ts";
import type { Scene } from "../scene.ts";
import type { Sink } from "../tables.ts";
import { DAY, HOUR, MINUTE } from "../time.ts";
import type { Case } from "./case.ts";
import type { NamedServer } from "./fleet.ts";

/** What a volume made from a snapshot of that server passes on (cinder/volume/api.py: _merge_volume_image_meta). */
function heritage(scene: Scene, name: NamedServer): Record<string, string> {
  return without(libvirtSnapshot(scene.server(name)), "image_state");
}

function writeSourceVolume(scene: Scene, sink: Sink, name: NamedServer): void {
  const server = scene.server(name);
  const volume: RootVolume = {
    id: scene.idOf(`volume copied from ${name}`),
    attachmentId: "",
    sizeGib: 40,
    createdAt: scene.ago(250 * DAY),
    madeFrom: { imageId: scene.idOf(`deleted snapshot of ${name}`), properties: heritage(scene, name) },
  };
  writeVolume(sink, volume, { ...server, name: `${name}-rescue` }, "available");
}

/** cinder's upload-to-image: the four come from an older snapshot, and no server was involved. */
export const COPIED: readonly Case[] = [
  {
    slug: "erp-10-volume-upload",
    name: "erp-10 volume upload",
    story:
      "openstack image create --volume, forty days after the server of the volume's ancestor was deleted.",
    age: 40 * DAY,
    truth: ["full", "snapshot", "copied", false],
    of: "erp-10",
    withoutNova: { cause: null, expected: null },
    holds: [],
    image: (scene) => ({
      properties: heritage(scene, "erp-10"),
      visibility: "private",
      diskFormat: "raw",
    }),
    also: (scene, sink) => writeSourceVolume(scene, sink, "erp-10"),
  },
  {
    slug: "erp-11-volume-upload",
    name: "erp-11 volume upload",
    story: "The same from an archived server's; a resize had reset base_image_ref to ''.",
    age: 41 * DAY,
    truth: ["partial", "snapshot", "copied", false],
    of: "erp-11",
    withoutNova: { cause: "unexplained" },
    holds: [],
    image: (scene) => ({
      properties: { ...heritage(scene, "erp-11"), base_image_ref: "" },
      diskFormat: "raw",
    }),
    also: (scene, sink) => writeSourceVolume(scene, sink, "erp-11"),
  },
  {
    slug: "erp-12-last-minute",
    name: "erp-12 last minute",
    story:
      "Its record was made half an hour after the server's deletion began: clocks and queues explain that much.",
    age: 45 * DAY - 30 * MINUTE,
    truth: ["full", "snapshot"],
    of: "erp-12",
    holds: [],
    image: (scene) => ({ properties: libvirtSnapshot(scene.server("erp-12")) }),
  },
  {
    slug: "erp-12-two-hours-late",
    name: "erp-12 two hours late",
    story: "Two hours later it was no snapshot any more.",
    age: 45 * DAY - 2 * HOUR,
    truth: ["full", "snapshot", "copied", false],
    of: "erp-12",
    withoutNova: { cause: null, expected: null },
    holds: [],
    image: (scene) => ({ properties: heritage(scene, "erp-12") }),
  },
];
