import { defineRule } from "../rule.ts";
import { some } from "../wording.ts";

export const memberDoomedByPurge = defineRule({
  id: "member-doomed-by-purge",
  severity: "warning",
  title: "A live share will be destroyed by the next db purge",
  why: "A project that was removed as a member and added again gets its old row back, deleted_at included, and `glance-manage db purge` looks at deleted_at alone: the next purge takes the image away from that project.",
  fine: "Only where `glance-manage db purge` is never run.",
  todo: "Do not run `glance-manage db purge` before the rows are mended: with glance's operators, set deleted_at to NULL on rows with deleted = 0.",
  source: "glance/db/sqlalchemy/api.py: image_member_create, purge_deleted_rows",
  needs: [],
  tables: ["image_members"],
  reads: ["rows"],
  looksAt: "live image",
  check: ({ rows }) => {
    const doomed = rows.filter((row) => row.kind === "member" && !row.deleted && row.deletedAt !== null);
    if (doomed.length === 0) return null;
    return `Shared, but by rows with a deleted_at that db purge goes by: ${some(doomed.map((row) => String(row.name)))}.`;
  },
});
