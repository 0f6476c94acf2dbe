import { restricts } from "../../judge/filters.ts";
import { RULES } from "../../rules/registry.ts";
import type { Sight, SubjectName } from "../../rules/rule.ts";
import { suppressionExpired } from "../../rules/suppressions/suppression-expired.ts";
import type { Row } from "../row.ts";
import type { Databases } from "../with-databases.ts";
import type { Baseline } from "./baseline.ts";
import { findFindings, type CheckOptions } from "./check.ts";
import type { CheckTally } from "./check-tally.ts";
import { findingOf, findingRow, type Finding } from "./finding.ts";
import { globs } from "./globs.ts";
import type { Suppressions } from "./suppressions.ts";

/** `check`, told what earlier reports and people say of findings. */
export interface AuditCheckOptions extends Omit<CheckOptions, "selected"> {
  readonly limit: number | undefined;
  readonly suppressions: Suppressions | undefined;
  readonly baseline: Baseline | undefined;
  readonly selected: CheckOptions["selected"];
}

/**
 * The rows of `check`: every finding, also those that are suppressed or known from the baseline, and then what
 * of the baseline is no more.
 */
export async function* auditCheck(
  databases: Databases,
  options: AuditCheckOptions,
  tally: CheckTally,
): AsyncGenerator<Row[]> {
  const { suppressions, baseline, limit } = options;
  let rules: ReadonlySet<string> = new Set();
  const selected: CheckOptions["selected"] = (selection) => {
    rules = new Set(selection.rules.map(({ id }) => id));
    options.selected(selection);
  };
  let left = limit ?? Number.POSITIVE_INFINITY;
  const print = (rows: Row[]): Row[] => {
    const shown = rows.length > left ? rows.slice(0, left) : rows;
    left -= shown.length;
    tally.print(shown.length, shown.length < rows.length);
    return shown;
  };
  const judge = (finding: Finding): Row => {
    const reason = suppressions?.reasonFor(finding) ?? null;
    const state = baseline === undefined ? null : baseline.knows(finding) ? "known" : "new";
    tally.count(finding, state, reason !== null);
    return {
      ...findingRow(finding),
      ...(suppressions === undefined ? {} : { suppressed: reason }),
      ...(baseline === undefined ? {} : { baseline: state }),
    };
  };
  for await (const findings of findFindings(databases, { ...options, selected }, tally.images)) {
    yield print(findings.map(judge));
  }
  if (rules.has(suppressionExpired.id)) yield print(expiredFindings(suppressions, options.now).map(judge));
  // What was not looked at, or could not be read, is not resolved.
  if (baseline === undefined || restricts(options.filters) || databases.ledger.shortfalls.length > 0) return;
  for await (const rows of baseline.resolved((rule) => rules.has(rule))) {
    for (const _ of rows) tally.resolve();
    yield print(rows);
  }
}

const SUBJECTS: Readonly<Record<Sight, SubjectName>> = {
  "live image": "image",
  "deleted image": "image",
  "image of either kind": "image",
  "rows without an image": "image",
  server: "instance",
  "cinder snapshot": "snapshot",
  schema: "schema",
  suppression: "schema",
};

/** An expired suppression is a finding about what it used to hide. */
export function expiredFindings(suppressions: Suppressions | undefined, now: Date): Finding[] {
  const today = now.toISOString().slice(0, 10);
  return (suppressions?.expired ?? []).flatMap((entry) => {
    const message = suppressionExpired.check({ ...entry, today });
    if (message === null) return [];
    const fits = globs([entry.rule]);
    const rule = RULES.find(({ id }) => fits(id));
    const subject = SUBJECTS[rule?.looksAt ?? "live image"];
    return [findingOf(suppressionExpired, subject, entry.subject, null, message, entry.rule)];
  });
}
