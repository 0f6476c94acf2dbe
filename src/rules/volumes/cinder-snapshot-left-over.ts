import { utcMs } from "../../judge/times.ts";
import { SETTLED_MS } from "../ages.ts";
import { defineRule } from "../rule.ts";

export const cinderSnapshotLeftOver = defineRule({
  id: "cinder-snapshot-left-over",
  severity: "warning",
  title: "A cinder snapshot outlived its image",
  why: "Deleting a volume-backed image leaves its snapshots in cinder. They take up storage and keep their volume from being deleted.",
  fine: "Where somebody uses the snapshot by itself, or named one of his own that way.",
  todo: "Ask the project, then `openstack volume snapshot delete`.",
  source: 'nova/compute/api.py: snapshot_volume_backed (names it "snapshot for …")',
  needs: ["cinder"],
  looksAt: "cinder snapshot",
  check: ({ name, used, createdAt, volumeId, nowMs }) => {
    if (used || (createdAt !== null && nowMs - utcMs(createdAt) < SETTLED_MS)) return null;
    return `No image needs "${name}" of the volume ${volumeId} any more.`;
  },
});
