import { blockDeviceProblem } from "../../judge/block-devices.ts";
import { defineRule } from "../rule.ts";

export const blockDeviceMappingInvalid = defineRule({
  id: "block-device-mapping-invalid",
  severity: "error",
  title: "A block device mapping cannot be read",
  why: "A volume-backed snapshot is nothing but its block_device_mapping: a JSON list that says which cinder snapshots to make volumes from. If it cannot be read, nova cannot boot from the image, and nobody can tell what it was.",
  fine: "Never; the property has no other use.",
  todo: "Set the property to the mapping of another image of the same server as a pattern, with the right snapshot_id; if that is unknown, the image cannot be saved.",
  source: "nova/compute/api.py: snapshot_volume_backed; nova/block_device.py: BlockDeviceDict",
  needs: [],
  reads: ["values"],
  looksAt: "live image",
  check: ({ values }) => {
    if (!values.has("block_device_mapping")) return null;
    const problem = blockDeviceProblem(values.get("block_device_mapping") ?? null);
    return problem === null ? null : `block_device_mapping ${problem}.`;
  },
});
