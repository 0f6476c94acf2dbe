import { restricts, type ImageFilters } from "../../judge/filters.ts";
import type { Need, Rule, Severity } from "../../rules/rule.ts";
import { SEVERITIES } from "../../rules/rule.ts";
import type { SkippedRule } from "../row.ts";
import { globs } from "./globs.ts";

/** Which rules were asked for. */
export interface RuleChoice {
  /** Globs; empty for all. */
  readonly only: readonly string[];
  readonly without: readonly string[];
  /** The mildest that counts. */
  readonly severity: Severity;
}

/** What a run has to offer to rules. */
export interface Offer {
  readonly needs: ReadonlySet<Need>;
  readonly hasTable: (table: string) => boolean;
  readonly filters: ImageFilters;
}

export interface SelectedRules {
  readonly rules: readonly Rule[];
  readonly skipped: readonly SkippedRule[];
}

/** The rules that are wanted and can be run, and why the other wanted ones cannot. */
export function selectRules(all: readonly Rule[], choice: RuleChoice, offer: Offer): SelectedRules {
  const only = choice.only.length === 0 ? () => true : globs(choice.only);
  const without = globs(choice.without);
  const wanted = all.filter(
    (rule) => only(rule.id) && !without(rule.id) && weight(rule.severity) >= weight(choice.severity),
  );
  const skipped = wanted.flatMap((rule) => {
    const reason = obstacle(rule, offer);
    return reason === null ? [] : [{ rule: rule.id, reason }];
  });
  const left = new Set(skipped.map(({ rule }) => rule));
  return { rules: wanted.filter((rule) => !left.has(rule.id)), skipped };
}

function weight(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

const ABOUT_IMAGES: ReadonlySet<string> = new Set([
  "live image",
  "deleted image",
  "image of either kind",
  "suppression",
]);

/** Why a rule cannot be run; null if it can. */
function obstacle(rule: Rule, { needs, hasTable, filters }: Offer): string | null {
  const databases = rule.needs.filter((need) => !needs.has(need));
  if (databases.length > 0) return `no ${databases.join(" and no ")} database was given or could be read`;
  const tables = (rule.tables ?? []).filter((table) => !hasTable(table));
  if (tables.length > 0) return `the table ${tables.join(", ")} is not there, or the account may not read it`;
  const partial = restricts(filters) || filters.deleted === "only";
  if (partial && !ABOUT_IMAGES.has(rule.looksAt))
    return "it is not about single images, and a filter asks for some of them only";
  return null;
}
