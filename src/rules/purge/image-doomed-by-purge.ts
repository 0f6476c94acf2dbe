import { defineRule } from "../rule.ts";
import { since } from "../wording.ts";

export const imageDoomedByPurge = defineRule({
  id: "image-doomed-by-purge",
  severity: "error",
  title: "A live image will be destroyed by the next purge of the images table",
  why: "`glance-scrubber --restore` sets deleted to 0 but leaves deleted_at, and `glance-manage db purge_images_table` looks at deleted_at alone: it deletes the row of an image that is in use.",
  fine: "Only where `purge_images_table` is never run.",
  todo: "Do not run `glance-manage db purge` or `purge_images_table` before the row is mended: with glance's operators, set images.deleted_at to NULL.",
  source: "glance/db/sqlalchemy/api.py: image_restore, purge_deleted_rows_from_images",
  needs: [],
  looksAt: "live image",
  check: ({ image }) =>
    image.deletedAt === null
      ? null
      : `Live, but its row says that it was deleted at ${since(image.deletedAt)}, which is what purge_images_table goes by.`,
});
