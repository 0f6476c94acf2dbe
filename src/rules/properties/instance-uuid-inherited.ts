import { defineRule } from "../rule.ts";

export const instanceUuidInherited = defineRule({
  id: "instance-uuid-inherited",
  severity: "info",
  title: "A volume-backed snapshot names an older server",
  why: "nova writes no instance_uuid into a volume-backed snapshot. One that is there came through cinder from the image that the volume was once made from: it names that image's server, which is another one.",
  fine: "It is normal where servers boot from volumes that descend from snapshots. It misleads whoever goes by instance_uuid, Horizon included.",
  todo: "Nothing. To find the server, follow the cinder snapshot to its volume and that volume's attachments.",
  source: "nova/block_device.py: get_image_metadata_from_volume; nova/compute/api.py: snapshot_volume_backed",
  needs: [],
  looksAt: "live image",
  check: ({ verdict }) =>
    verdict.kind === "volume-snapshot" && verdict.classification.counted.instance_uuid?.value
      ? "Its instance_uuid was inherited through cinder and is not the server that it was made from."
      : null,
});
