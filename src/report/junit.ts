import type { Row } from "../audit/row.ts";
import { RULES } from "../rules/registry.ts";
import { cellText } from "./cell-text.ts";
import type { Formatter } from "./formatter.ts";
import { xmlText } from "./xml-text.ts";

/**
 * JUnit XML of findings for CI servers: a failing test case for each finding, a passing one for each rule that
 * found nothing, a skipped one for each rule that could not run or whose finding is suppressed or resolved.
 */
export function junit(): Formatter<string> {
  const seen = new Set<string>();
  return {
    head: () =>
      '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name="glance-audit check">\n',
    rows: (rows) =>
      rows
        .map((row) => {
          seen.add(cellText(row["rule"], ""));
          return findingCase(row);
        })
        .join(""),
    foot: ({ audit }) => {
      const skipped = new Map(audit.skipped_rules?.map(({ rule, reason }) => [rule, reason]));
      const quiet = RULES.filter(({ id }) => !seen.has(id)).map(({ id, title }) => {
        const reason = skipped.get(id);
        return testCase(id, title, reason === undefined ? "" : `<skipped message="${xmlText(reason)}"/>`);
      });
      const broken = audit.complete
        ? ""
        : testCase("audit", "complete", `<error message="${xmlText(audit.reason ?? "not complete")}"/>`);
      return `${quiet.join("")}${broken}</testsuite>\n</testsuites>\n`;
    },
  };
}

function findingCase(row: Row): string {
  const text = (column: string): string => cellText(row[column], "");
  const name = `${text("subject")} ${text("subject_id")}`;
  const hidden = text("suppressed") || (text("baseline") === "resolved" ? "resolved" : "");
  const details = `severity ${text("severity")}, owner ${text("owner") || "none"}, finding ${text("finding_id")}`;
  return testCase(
    text("rule"),
    name,
    hidden === ""
      ? `<failure type="${xmlText(text("severity"))}" message="${xmlText(text("message"))}">${xmlText(details)}</failure>`
      : `<skipped message="${xmlText(`${hidden}: ${text("message")}`)}"/>`,
  );
}

function testCase(rule: string, name: string, inside: string): string {
  const start = `<testcase classname="${xmlText(rule)}" name="${xmlText(name)}"`;
  return inside === "" ? `${start}/>\n` : `${start}>${inside}</testcase>\n`;
}
