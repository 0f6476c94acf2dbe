import {
  libvirtSnapshot,
  removed,
  requestedSnapshot,
  vmwareSnapshot,
  without,
  xenSnapshot,
} from "../nova-properties.ts";
import { DAY } from "../time.ts";
import type { Case } from "./case.ts";

/** Sets that lack one property because whoever wrote them never writes it, and their neighbours. */
export const DRIVERS: readonly Case[] = [
  {
    slug: "vc-01-snapshot",
    name: "vc-01 snapshot",
    story: "VMware: vmware_* properties instead of image_location.",
    age: 30 * DAY,
    truth: ["partial", "snapshot", "driver", true],
    of: "vc-01",
    action: "createImage",
    image: (scene) => ({ properties: vmwareSnapshot(scene.server("vc-01")), diskFormat: "vmdk" }),
  },
  {
    slug: "hv-01-snapshot",
    name: "hv-01 snapshot",
    story: "Hyper-V (until nova 28): disk_format vhd is its only mark (nova/virt/hyperv/snapshotops.py).",
    age: 950 * DAY,
    truth: ["partial", "snapshot", "driver", true],
    of: "hv-01",
    image: (scene) => ({ properties: requestedSnapshot(scene.server("hv-01")), diskFormat: "vhd" }),
  },
  {
    slug: "xen-01-snapshot",
    name: "xen-01 snapshot",
    story: "XenAPI (until nova 21): auto_disk_config, vhd in an ovf container.",
    age: 1600 * DAY,
    truth: ["partial", "snapshot", "driver", true],
    of: "xen-01",
    image: (scene) => ({
      properties: xenSnapshot(scene.server("xen-01")),
      diskFormat: "vhd",
      containerFormat: "ovf",
    }),
  },
  {
    slug: "lxd-01-snapshot",
    name: "lxd-01 snapshot",
    story: "nova-lxd wrote no image_location either, but left no mark to know it by.",
    age: 1300 * DAY,
    truth: ["partial", "snapshot", "unexplained", false],
    of: "lxd-01",
    image: (scene) => ({ properties: requestedSnapshot(scene.server("lxd-01")), diskFormat: "raw" }),
  },
  {
    slug: "vc-02-blanked",
    name: "vc-02 blanked",
    story: "VMware, but instance_uuid was blanked as well: that no driver does.",
    age: 29 * DAY,
    truth: ["partial", "snapshot", "unexplained", false],
    image: (scene) => ({
      properties: { ...vmwareSnapshot(scene.server("vc-02")), instance_uuid: "" },
      diskFormat: "vmdk",
    }),
  },
  {
    slug: "vc-02-marks-removed",
    name: "vc-02 marks removed",
    story: "Its vmware_* properties were removed, so nothing says any more why image_location is not there.",
    age: 28 * DAY,
    truth: ["partial", "snapshot", "unexplained", false],
    of: "vc-02",
    image: (scene) => ({
      properties: removed(
        vmwareSnapshot(scene.server("vc-02")),
        scene.ago(3 * DAY),
        "vmware_disktype",
        "vmware_image_version",
        "vmware_adaptertype",
        "vmware_ostype",
      ),
      diskFormat: "vmdk",
    }),
  },
  {
    slug: "app-08-after-rebuild",
    name: "app-08 after rebuild",
    story: "Rebuilt before LP#1893618 was fixed (nova 22.0.0, 21.2.1): base_image_ref was lost.",
    age: 27 * DAY,
    truth: ["partial", "snapshot", "rebuilt", true],
    of: "app-08",
    action: "createImage",
    image: (scene) => ({ properties: libvirtSnapshot(scene.server("app-08")) }),
  },
  {
    slug: "app-09-both-lacking",
    name: "app-09 both lacking",
    story: "Rebuilt, and image_location is not there: neither alone explains it.",
    age: 26 * DAY,
    truth: ["partial", "snapshot", "unexplained", false],
    of: "app-09",
    image: (scene) => ({ properties: without(libvirtSnapshot(scene.server("app-09")), "image_location") }),
  },
];
