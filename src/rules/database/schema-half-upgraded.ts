import { defineRule } from "../rule.ts";

export const schemaHalfUpgraded = defineRule({
  id: "schema-half-upgraded",
  severity: "warning",
  title: "An upgrade of the schema stopped half-way",
  why: "glance upgrades by expand, migrate and contract. Between expand and contract alembic_version has two rows, and old and new columns exist side by side: services of two releases may write differently.",
  fine: "During a rolling upgrade.",
  todo: "Finish it: `glance-manage db migrate`, then `glance-manage db contract`; `glance-manage db check` says which of them is due.",
  source: "glance/cmd/manage.py: DbCommands.check; glance/db/sqlalchemy/alembic_migrations",
  needs: [],
  looksAt: "schema",
  check: ({ revisions, has }) => {
    if (revisions.length > 1) return `alembic_version has ${revisions.toSorted().join(" and ")}.`;
    if (revisions.some((revision) => revision.includes("_expand")))
      return `alembic_version stands at ${revisions.join()}, which a contract must follow.`;
    return has("images.visibility") && has("images.is_public")
      ? "images has both visibility and is_public, one of which the upgrade to Ocata removes."
      : null;
  },
});
