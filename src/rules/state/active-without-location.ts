import { defineRule } from "../rule.ts";

export const activeWithoutLocation = defineRule({
  id: "active-without-location",
  severity: "error",
  title: "An active image has no data",
  why: "An image is active because its data is at one of its locations. Without a live location every download and boot fails, although listings show it as good.",
  fine: "For volume-backed snapshots, whose data is in cinder: this rule leaves them out, as it does images of size 0.",
  todo: "Look for a soft-deleted location row and for the object in the store; if the data is gone, delete the image.",
  source: "glance/location.py: StoreLocations; glance/db/sqlalchemy/models.py: ImageLocation",
  needs: [],
  tables: ["image_locations"],
  reads: ["unlocated"],
  looksAt: "live image",
  check: ({ image, unlocated, verdict }) => {
    if (image.status !== "active" || !unlocated) return null;
    if (verdict.kind === "volume-snapshot" || Number(image.sizeBytes) === 0) return null;
    return "It is active, but no live location says where its data is.";
  },
});
