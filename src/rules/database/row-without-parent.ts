import { defineRule } from "../rule.ts";
import { several } from "../wording.ts";

export const rowWithoutParent = defineRule({
  id: "row-without-parent",
  severity: "error",
  title: "Rows belong to an image that does not exist",
  why: "Foreign keys forbid it, so somebody worked with them off: a restore of single tables, a replica on MyISAM, a deletion by hand. Then more than these rows may be wrong.",
  fine: "Never.",
  todo: "Find out how it came about before anything else. Look into a backup for the image; rows that belong to nothing can then be deleted by hand.",
  source:
    "glance/db/sqlalchemy/models.py: ImageProperty, ImageLocation, ImageMember, ImageTag (ForeignKey images.id)",
  needs: [],
  looksAt: "rows without an image",
  check: ({ counts }) => {
    const found = Object.entries(counts).map(([kind, count]) =>
      several(count, kind, kind === "property" ? "properties" : `${kind}s`),
    );
    return `There is no image of this id, but there are rows of it: ${found.join(", ")}.`;
  },
});
