import { defineRule } from "../rule.ts";
import { some } from "../wording.ts";

export const duplicateLocation = defineRule({
  id: "duplicate-location",
  severity: "error",
  title: "Two live locations are the same piece of data",
  why: "Nothing in glance's schema keeps a location from being registered twice. Deleting one of the images deletes the data of the other.",
  fine: "Where both are known to share data that is never deleted, as on a read-only http store.",
  todo: "Give one of them a copy of its own: download and upload it again, then delete the other. Locations under metadata_encryption_key cannot be compared and are not found.",
  source: "glance/db/sqlalchemy/models.py: ImageLocation; glance/location.py: StoreLocations",
  needs: [],
  tables: ["image_locations"],
  reads: ["sharesLocationWith"],
  looksAt: "live image",
  check: ({ image, sharesLocationWith }) => {
    if (sharesLocationWith.length === 0) return null;
    const others = sharesLocationWith.filter((id) => id !== image.id);
    return others.length === 0
      ? "The same location is registered for it twice."
      : `Its data is that of another image, too: ${some(others)}.`;
  },
});
