import type { DemoImage } from "./glance-rows.ts";
import type { BulkWorld } from "./bulk-world.ts";
import type { Random } from "./random.ts";

/** The parts of an uploaded image that its own numbers decide. */
export type PlainImage = Pick<
  DemoImage,
  "name" | "properties" | "diskFormat" | "visibility" | "hidden" | "protected" | "tags" | "members"
>;

const DISTROS = [
  ["ubuntu", "24.04"],
  ["ubuntu", "22.04"],
  ["debian", "13"],
  ["debian", "12"],
  ["rocky", "9.6"],
  ["centos", "7"],
  ["windows", "2022"],
  ["fedora", "43"],
] as const;

/** Properties that operators and image builders give, and the share of images that have each. */
const PROPERTIES: readonly (readonly [name: string, share: number, values: readonly string[]])[] = [
  ["os_type", 0.8, ["linux"]],
  ["architecture", 0.7, ["x86_64", "x86_64", "aarch64"]],
  ["hw_disk_bus", 0.8, ["virtio", "scsi"]],
  ["hw_scsi_model", 0.4, ["virtio-scsi"]],
  ["hw_qemu_guest_agent", 0.6, ["yes", "no"]],
  ["hw_vif_model", 0.4, ["virtio"]],
  ["hw_machine_type", 0.35, ["q35", "pc"]],
  ["hw_rng_model", 0.3, ["virtio"]],
  ["hw_firmware_type", 0.3, ["uefi", "bios"]],
  ["hw_vif_multiqueue_enabled", 0.3, ["true"]],
  ["os_require_quiesce", 0.3, ["yes"]],
  ["os_admin_user", 0.4, ["ubuntu", "debian", "rocky", "cloud-user"]],
  ["hypervisor_type", 0.2, ["qemu"]],
  ["description", 0.2, ["Built by CI", "Do not delete"]],
  ["image_build_date", 0.25, ["2023-11-02", "2024-05-20", "2025-02-11"]],
  ["owner_specified.openstack.md5", 0.3, [""]],
  ["owner_specified.openstack.sha256", 0.3, [""]],
  ["owner_specified.openstack.object", 0.3, ["images/disk"]],
];

/** An image that somebody uploaded: none of the four properties. */
export function plainImage(world: BulkWorld, index: number, random: Random): PlainImage {
  const [os_distro, os_version] = random.pick(DISTROS);
  const properties: Record<string, string> = { os_distro, os_version };
  for (const [name, share, values] of PROPERTIES) {
    if (random.chance(share)) properties[name] = random.pick(values);
  }
  const golden = world.isGolden(index);
  return {
    name: golden
      ? `${os_distro} ${os_version} golden ${index}`
      : `${random.pick(PURPOSES)}-${os_distro}-${index}`,
    properties,
    diskFormat: random.pick(["qcow2", "qcow2", "qcow2", "raw", "raw", "iso"]),
    ...(golden ? { visibility: "public", protected: random.chance(0.5) } : publicity(world, random)),
    hidden: random.chance(0.01),
    ...(random.chance(0.05) ? { tags: [random.pick(["production", "staging", "lb", "ci"])] } : {}),
  };
}

function publicity(world: BulkWorld, random: Random): Pick<PlainImage, "visibility" | "members"> {
  const lot = random.fraction();
  if (lot < 0.5) return { visibility: "private" };
  if (lot < 0.53) return { visibility: "community" };
  if (lot < 0.55) return { visibility: "public" };
  if (random.chance(0.95)) return { visibility: "shared" };
  const status = random.pick(["accepted", "accepted", "pending", "rejected"] as const);
  return { visibility: "shared", members: [{ projectId: world.project(random).id, status }] };
}

const PURPOSES = ["base", "appliance", "installer", "rescue", "template", "build", "lab"];
