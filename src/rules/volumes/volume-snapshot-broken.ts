import { defineRule } from "../rule.ts";
import { some } from "../wording.ts";

const BROKEN: ReadonlySet<string> = new Set(["gone", "error", "error_deleting", "deleting", "deleted"]);

export const volumeSnapshotBroken = defineRule({
  id: "volume-snapshot-broken",
  severity: "error",
  title: "A volume-backed image has lost its storage",
  why: "The data of a volume-backed snapshot is a snapshot in cinder. Whoever deletes that leaves an image that looks good and cannot be booted.",
  fine: "Never while somebody might boot from it. Where another cinder holds the snapshot it looks gone here.",
  todo: "Tell the owner, and delete the image.",
  source: "nova/compute/api.py: snapshot_volume_backed; cinder/volume/api.py: API.delete_snapshot",
  needs: ["cinder"],
  reads: ["blockDevices"],
  looksAt: "live image",
  check: ({ blockDevices }) => {
    const broken = (blockDevices ?? []).filter(({ state }) => BROKEN.has(state));
    if (broken.length === 0) return null;
    return `What its block devices are made from is lost: ${some(broken.map(({ id, state }) => `${id} (${state})`))}.`;
  },
});
