import type { ShownColumn } from "../read/glance/image-columns.ts";
import type { LiveImage, Subjects } from "./subjects.ts";

/** From the mildest: what a rule's findings weigh. */
export const SEVERITIES = ["info", "warning", "error"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The databases beside glance's that a rule can need. */
export type Need = "nova" | "cinder" | "keystone";

/** What a finding is about, as the column `subject` says it. */
export type SubjectName = "image" | "instance" | "volume" | "snapshot" | "project" | "schema";

/** The facts about a live image that few rules need. */
export type ExtraFact = Exclude<keyof LiveImage, "image" | "verdict" | "nova" | "nowMs">;

/** What kind of thing a rule looks at; each kind is brought by one pass of the audit. */
export type Sight = keyof Subjects;

/** One consistency rule that looks at things of one kind. It imports nothing that talks to a database. */
export interface RuleOn<S extends Sight> {
  /** For scripts, suppressions and baselines: never changed. */
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong, in a few words. */
  readonly title: string;
  readonly why: string;
  /** When the same sight is nothing to worry about. */
  readonly fine: string;
  readonly todo: string;
  /** Upstream's code or bug that the rule rests on. */
  readonly source: string;
  /** Databases beside glance's without which the rule is skipped. */
  readonly needs: readonly Need[];
  /** Tables of glance, beside images and image_properties, without which the rule is skipped. */
  readonly tables?: readonly string[];
  /** What costs further statements and is brought only where a rule asks for it. */
  readonly reads?: readonly ExtraFact[];
  /** Columns of images that are read only where a rule, a filter or a finding asks for them. */
  readonly columns?: readonly ShownColumn[];
  readonly looksAt: S;
  /** What is wrong with it, as a sentence; null if nothing is. Pure. */
  readonly check: (subject: Subjects[S]) => string | null;
}

export type Rule = { [S in Sight]: RuleOn<S> }[Sight];

/** Keeps a rule's literal kind of sight, so that its check knows what it is given. */
export function defineRule<S extends Sight>(rule: RuleOn<S>): RuleOn<S> {
  return rule;
}
