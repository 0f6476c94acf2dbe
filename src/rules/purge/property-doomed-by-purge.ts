import { defineRule } from "../rule.ts";
import { some } from "../wording.ts";

export const propertyDoomedByPurge = defineRule({
  id: "property-doomed-by-purge",
  severity: "warning",
  title: "A live property will be destroyed by the next db purge",
  why: "A property that was removed and set again lives, but its row keeps the old deleted_at, and `glance-manage db purge` looks at deleted_at alone. The next purge destroys the property without a word; losing image_type or hw_* changes what the image is and how it boots.",
  fine: "Only where `glance-manage db purge` is never run.",
  todo: "Do not run `glance-manage db purge` before the rows are mended: with glance's operators, set deleted_at to NULL on rows with deleted = 0.",
  source: "glance/db/sqlalchemy/api.py: _image_property_update, purge_deleted_rows",
  needs: [],
  reads: ["rows"],
  looksAt: "live image",
  check: ({ rows }) => {
    const doomed = rows.filter((row) => row.kind === "property" && !row.deleted && row.deletedAt !== null);
    if (doomed.length === 0) return null;
    return `Live, but with a deleted_at that db purge goes by: ${some(doomed.map((row) => String(row.name)))}.`;
  },
});
