import { RULES } from "../../rules/registry.ts";
import { globs } from "./globs.ts";
import type { Finding } from "./finding.ts";

/** What somebody looked at and lets wait until a day. */
export interface SuppressionEntry {
  /** A rule's id or a glob of several. */
  readonly rule: string;
  /** The id of a subject or a glob of several. */
  readonly subject: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it hides anything: YYYY-MM-DD, UTC. */
  readonly expires: string;
}

/** The suppressions of a run: those in effect hide findings, the others are findings themselves. */
export class Suppressions {
  readonly expired: readonly SuppressionEntry[];
  readonly #effective: readonly {
    readonly entry: SuppressionEntry;
    readonly fits: (finding: Finding) => boolean;
  }[];

  constructor(entries: readonly SuppressionEntry[], today: string) {
    this.expired = entries.filter(({ expires }) => expires < today);
    this.#effective = entries
      .filter(({ expires }) => expires >= today)
      .map((entry) => {
        const [rule, subject] = [globs([entry.rule]), globs([entry.subject])];
        return { entry, fits: (finding) => rule(finding.rule) && subject(finding.subjectId) };
      });
  }

  /** Why a finding does not count, null if it does. */
  reasonFor(finding: Finding): string | null {
    const found = this.#effective.find(({ fits }) => fits(finding));
    if (found === undefined) return null;
    const { reason, owner, expires } = found.entry;
    return `${reason} (${owner}, until ${expires})`;
  }
}

/** Whether any rule has such an id. */
export function matchesARule(pattern: string): boolean {
  const fits = globs([pattern]);
  return RULES.some(({ id }) => fits(id));
}
