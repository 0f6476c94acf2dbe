import type { ImageFacts } from "../../judge/image-facts.ts";
import type { RuleOn, Sight, SubjectName } from "../../rules/rule.ts";
import type { Subjects } from "../../rules/subjects.ts";
import { findingOf, type Finding } from "./finding.ts";

/** Whom findings are about. */
export interface About {
  readonly subject: SubjectName;
  readonly subjectId: string;
  readonly owner: string | null;
}

/** A finding about the image itself. */
export const aboutImage = ({ image }: { readonly image: ImageFacts }): About => ({
  subject: "image",
  subjectId: image.id,
  owner: image.owner,
});

const NOTHING: readonly Finding[] = [];

/**
 * What these rules find wrong with one thing, in their order.
 * @param aboutOf is asked only where something was found: with most of a million images nothing is wrong
 */
export function applyRules<S extends Sight>(
  rules: readonly RuleOn<S>[],
  seen: Subjects[S],
  aboutOf: (seen: Subjects[S]) => About,
): readonly Finding[] {
  let found: Finding[] | undefined;
  for (const rule of rules) {
    const message = rule.check(seen);
    if (message === null) continue;
    const { subject, subjectId, owner } = aboutOf(seen);
    (found ??= []).push(findingOf(rule, subject, subjectId, owner, message));
  }
  return found ?? NOTHING;
}
