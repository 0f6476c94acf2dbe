import { createHash } from "node:crypto";
import type { Rule, Severity, SubjectName } from "../../rules/rule.ts";
import type { Column, Row } from "../row.ts";

/** What a rule found wrong with one thing. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly subject: SubjectName;
  readonly subjectId: string;
  /** The project that the subject belongs to. */
  readonly owner: string | null;
  readonly message: string;
  readonly id: string;
}

/** The columns of `check`, in the order of the CSV header. */
export const CHECK_COLUMNS: readonly Column[] = [
  { name: "rule", type: "text" },
  { name: "severity", type: "text" },
  { name: "subject", type: "text" },
  { name: "subject_id", type: "text" },
  { name: "owner", type: "text" },
  { name: "message", type: "text" },
  { name: "finding_id", type: "text" },
];

/** Added with `--suppressions`: why a finding does not count, NULL where it does. */
export const SUPPRESSED_COLUMN: Column = { name: "suppressed", type: "text" };

/** Added with `--baseline`: new, known or resolved. */
export const BASELINE_COLUMN: Column = { name: "baseline", type: "text" };

/** What a terminal shows unless `-c` says otherwise. */
export const CHECK_TABLE = ["rule", "severity", "subject", "subject_id", "message"] as const;

/** @param detail tells apart findings of one rule about one subject, where there can be several */
export function findingOf(
  rule: Pick<Rule, "id" | "severity">,
  subject: SubjectName,
  subjectId: string,
  owner: string | null,
  message: string,
  detail = "",
): Finding {
  const id = idOf([rule.id, subject, subjectId, detail]);
  return { rule: rule.id, severity: rule.severity, subject, subjectId, owner, message, id };
}

export function findingRow(finding: Finding): Row {
  return {
    rule: finding.rule,
    severity: finding.severity,
    subject: finding.subject,
    subject_id: finding.subjectId,
    owner: finding.owner,
    message: finding.message,
    finding_id: finding.id,
  };
}

/** The same from run to run and from server to server, in the form of a UUID. */
function idOf(parts: readonly string[]): string {
  const hex = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
