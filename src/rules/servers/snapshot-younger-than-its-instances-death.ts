import { HOUR_MS, utcMs } from "../../judge/times.ts";
import { defineRule } from "../rule.ts";
import { since } from "../wording.ts";

export const snapshotYoungerThanItsInstancesDeath = defineRule({
  id: "snapshot-younger-than-its-instances-death",
  severity: "info",
  title: "The image was made after its server was deleted",
  why: "nova cannot take a snapshot of a server that is gone. The image came from somewhere else, mostly from cinder's upload of a volume that descends from an older snapshot, and what it says of its server is inherited.",
  fine: "Where somebody uploaded a volume or copied an image on purpose; it only is no snapshot of that server.",
  todo: "Nothing, or remove the four properties so that it no longer passes for a snapshot.",
  source: "cinder/volume/api.py: _merge_volume_image_meta, copy_volume_to_image",
  needs: ["nova"],
  looksAt: "live image",
  check: ({ image, nova, verdict }) => {
    const goneMs = nova?.instance?.deletedAtMs ?? null;
    if (goneMs === null || verdict.kind === "volume-snapshot") return null;
    if (utcMs(image.createdAt) - goneMs <= HOUR_MS) return null;
    const gone = new Date(goneMs).toISOString().replace("T", " ");
    return `Made at ${since(image.createdAt)}, but its server was deleted at ${since(gone)}.`;
  },
});
