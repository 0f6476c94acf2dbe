import { defineRule } from "../rule.ts";

export const imageKilled = defineRule({
  id: "image-killed",
  severity: "warning",
  title: "A failed upload of glance v1 is still there",
  why: "The v1 API set an image to killed when its upload failed. Such an image has no data, is left out of listings, and stays for ever.",
  fine: "Never, but it does no harm.",
  todo: "Delete it by its id: `openstack image delete`.",
  source: "glance 14.0.0 glance/api/v1/upload_utils.py: safe_kill",
  needs: [],
  looksAt: "live image",
  check: ({ image }) => (image.status === "killed" ? "Its upload failed in the days of glance v1." : null),
});
