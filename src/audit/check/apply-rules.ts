import type { RuleOn, Sight, SubjectName } from "../../rules/rule.ts";
import type { Subjects } from "../../rules/subjects.ts";
import { findingOf, type Finding } from "./finding.ts";

/** Whom findings are about. */
export interface About {
  readonly subject: SubjectName;
  readonly subjectId: string;
  readonly owner: string | null;
}

/** What these rules find wrong with one thing, in their order. */
export function applyRules<S extends Sight>(
  rules: readonly RuleOn<S>[],
  seen: Subjects[S],
  { subject, subjectId, owner }: About,
): Finding[] {
  return rules.flatMap((rule) => {
    const message = rule.check(seen);
    return message === null ? [] : [findingOf(rule, subject, subjectId, owner, message)];
  });
}
