import { GLANCE_INDEXES } from "../../schema/glance-indexes.ts";
import { defineRule } from "../rule.ts";

export const indexMissing = defineRule({
  id: "index-missing",
  severity: "warning",
  title: "An index of glance's schema is missing",
  why: "glance's own queries, and those of this program, count on upstream's indexes. Without one they read whole tables: listing images becomes slow, and so does every audit.",
  fine: "Where an equal index exists under other leading columns on purpose.",
  todo: "Create it as upstream's models define it, in a quiet hour.",
  source: "glance/db/sqlalchemy/models.py: __table_args__",
  needs: [],
  looksAt: "schema",
  check: ({ has, hasIndex }) => {
    const missing = GLANCE_INDEXES.filter(
      ({ table, columns }) =>
        columns.every((column) => has(`${table}.${column}`)) && !hasIndex(table, columns),
    );
    if (missing.length === 0) return null;
    return `Not there: ${missing.map(({ table, columns }) => `${table}(${columns.join(", ")})`).join(", ")}.`;
  },
});
