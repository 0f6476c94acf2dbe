import { defineRule } from "../rule.ts";
import { SETTLED_MS, unchangedMs } from "../ages.ts";
import { since } from "../wording.ts";

const UNFINISHED: ReadonlySet<string> = new Set(["queued", "saving", "uploading", "importing"]);

export const stuckUpload = defineRule({
  id: "stuck-upload",
  severity: "warning",
  title: "An upload or snapshot never ended",
  why: "A glance-api that dies during an upload leaves the image in saving; a restarted nova-compute clears the server's task state and leaves the image queued. Neither ever recovers, and both count against the owner's quota of images.",
  fine: "While something still works on it: a day without a change says no, unless nova says otherwise. Images that are queued on purpose, for data to come later, are fine as well.",
  todo: "Ask the owner, then delete the image and take the snapshot or upload again.",
  source:
    "nova/compute/manager.py: _init_instance; glance/api/v2/image_data.py: ImageDataController._restore",
  needs: [],
  columns: ["updated_at"],
  looksAt: "live image",
  check: ({ image, nova, nowMs }) => {
    if (!UNFINISHED.has(image.status) || unchangedMs(image, nowMs) < SETTLED_MS) return null;
    if (nova?.instance?.snapshotting) return null;
    return `It has been ${image.status} since ${since(image.updatedAt ?? image.createdAt)}.`;
  },
});
