import type { AuditRecord, Row } from "../audit/row.ts";
import { RULES } from "../rules/registry.ts";
import type { Severity } from "../rules/rule.ts";
import { cellText } from "./cell-text.ts";
import type { Formatter } from "./formatter.ts";
import { jsonText } from "./json-text.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const LEVELS: Readonly<Record<Severity, string>> = { info: "note", warning: "warning", error: "error" };
const RULE_INDEX: ReadonlyMap<string, number> = new Map(RULES.map(({ id }, index) => [id, index]));
const BASELINE_STATES: Readonly<Record<string, string>> = {
  new: "new",
  known: "unchanged",
  resolved: "absent",
};

/** SARIF 2.1.0, one result a line; the tool and the invocation come after the results, when all is known. */
export function sarif(): Formatter<string> {
  let separator = "\n";
  return {
    head: () => `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[{"results":[`,
    rows: (rows) => {
      let text = "";
      for (const row of rows) {
        text += separator + jsonText(resultOf(row));
        separator = ",\n";
      }
      return text;
    },
    foot: ({ audit }) =>
      `\n],\n"columnKind":"utf16CodeUnits",\n"tool":${jsonText(toolOf(audit))},\n"invocations":[${jsonText(invocationOf(audit))}]}]}\n`,
  };
}

function resultOf(row: Row): object {
  const text = (column: string): string => cellText(row[column], "");
  const [rule, subject, id] = [text("rule"), text("subject"), text("subject_id")];
  const ruleIndex = RULE_INDEX.get(rule);
  const state = BASELINE_STATES[text("baseline")];
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[text("severity") as Severity] ?? "none",
    message: { text: text("message") },
    locations: [
      {
        logicalLocations: [{ name: id, kind: "resource", fullyQualifiedName: `${subject}/${id}` }],
      },
    ],
    partialFingerprints: { "findingId/v1": text("finding_id") },
    properties: { owner: row["owner"] ?? null },
    ...(state === undefined ? {} : { baselineState: state }),
    ...(text("suppressed") === ""
      ? {}
      : { suppressions: [{ kind: "external", justification: text("suppressed") }] }),
  };
}

function toolOf(audit: AuditRecord): object {
  return {
    driver: {
      name: "glance-audit",
      version: audit.tool_version,
      rules: RULES.map((rule) => ({
        id: rule.id,
        shortDescription: { text: rule.title },
        fullDescription: { text: rule.why },
        help: { text: `When it is fine: ${rule.fine}\nWhat to do: ${rule.todo}\nSource: ${rule.source}` },
        defaultConfiguration: { level: LEVELS[rule.severity] },
      })),
    },
  };
}

function note(level: string, text: string): object {
  return { level, message: { text } };
}

function invocationOf(audit: AuditRecord): object {
  return {
    executionSuccessful: audit.complete,
    startTimeUtc: audit.started_at,
    endTimeUtc: audit.finished_at,
    toolExecutionNotifications: audit.complete ? [] : [note("error", audit.reason ?? "not complete")],
    toolConfigurationNotifications: (audit.skipped_rules ?? []).map(({ rule, reason }) =>
      note("note", `The rule ${rule} was skipped: ${reason}`),
    ),
  };
}
