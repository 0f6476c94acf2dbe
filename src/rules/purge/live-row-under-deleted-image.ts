import { defineRule } from "../rule.ts";
import { several } from "../wording.ts";

export const liveRowUnderDeletedImage = defineRule({
  id: "live-row-under-deleted-image",
  severity: "warning",
  title: "A deleted image has live rows",
  why: "Deleting an image soft-deletes its properties, locations, members and tags in the same transaction. A live row below a deleted image is never purged, so `purge_images_table` fails on its foreign key for the whole batch; a live location may be data that nobody will ever free.",
  fine: "Never, but it does no harm to images that are in use.",
  todo: "With glance's operators, soft-delete the rows as image_destroy does. Of a location, look first whether the data is still in the store.",
  source: "glance/db/sqlalchemy/api.py: image_destroy, purge_deleted_rows_from_images",
  needs: [],
  looksAt: "deleted image",
  check: ({ rows }) => {
    const live = rows.filter((row) => !row.deleted);
    if (live.length === 0) return null;
    const kinds = [...Map.groupBy(live, (row) => row.kind)];
    return `The image is deleted, but these rows are not: ${kinds.map(([kind, found]) => several(found.length, kind, kind === "property" ? "properties" : `${kind}s`)).join(", ")}.`;
  },
});
