import type { ChildRow } from "../../read/glance/child-tables.ts";
import { defineRule } from "../rule.ts";
import { several } from "../wording.ts";

export const deletedWithoutDate = defineRule({
  id: "deleted-without-date",
  severity: "info",
  title: "Rows are deleted but do not say when",
  why: "`glance-manage db purge` deletes rows by deleted_at, so a row with deleted = 1 and no deleted_at stays for ever, and so does its image, which the foreign keys then hold.",
  fine: "They do no harm but take room; databases from before 2012 have them.",
  todo: "With glance's operators, give such rows a deleted_at, so that the purge finds them.",
  source: "glance/db/sqlalchemy/api.py: purge_deleted_rows; LP#901534, LP#1028101",
  needs: [],
  reads: ["rows"],
  looksAt: "image of either kind",
  check: ({ image, rows }) => {
    const dateless = rows.filter((row) => row.deleted && row.deletedAt === null);
    const itself = image.deleted && image.deletedAt === null;
    if (!itself && dateless.length === 0) return null;
    const parts = [...(itself ? ["the image itself"] : []), ...counted(dateless)];
    return `Deleted without a deleted_at, so no purge takes it: ${parts.join(", ")}.`;
  },
});

function counted(rows: readonly ChildRow[]): string[] {
  return [...Map.groupBy(rows, (row) => row.kind)].map(([kind, found]) =>
    several(found.length, `${kind} row`),
  );
}
