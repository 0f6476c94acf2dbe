import { defineRule } from "../rule.ts";

export const imageRestoredEmpty = defineRule({
  id: "image-restored-empty",
  severity: "error",
  title: "A restored image came back without its properties or data",
  why: "`glance-scrubber --restore` brings back the image's row alone: properties, locations, members and tags stay soft-deleted. The image is active, and cannot be booted from.",
  fine: "Never while the image is to be used.",
  todo: "With glance's operators, restore the properties and the location from their soft-deleted rows before a purge destroys them; if the data is gone, delete the image.",
  source: "glance/db/sqlalchemy/api.py: image_restore",
  needs: [],
  tables: ["image_locations"],
  reads: ["unlocated"],
  looksAt: "live image",
  check: ({ image, unlocated, verdict }) => {
    if (image.deletedAt === null) return null;
    const noData = unlocated && verdict.kind !== "volume-snapshot" && image.status === "active";
    if (!image.emptied && !noData) return null;
    const lacking = [...(image.emptied ? ["property"] : []), ...(noData ? ["location"] : [])];
    return `Restored, but without a live ${lacking.join(" or ")}.`;
  },
});
