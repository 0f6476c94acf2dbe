import { BASELINE_COLUMN, CHECK_COLUMNS, SUPPRESSED_COLUMN } from "../../audit/check/finding.ts";
import { DIFF_COLUMNS } from "../../audit/diff/diff-columns.ts";
import { IMAGES_COLUMNS } from "../../audit/images/images-listing.ts";
import { ORPHANS_COLUMNS } from "../../audit/orphans/orphans-listing.ts";
import { SHOW_COLUMNS } from "../../audit/show/show-listing.ts";
import { SUMMARY_KEYS, summaryColumns } from "../../audit/images/summary-keys.ts";
import { CAUSES } from "../../judge/cause.ts";
import { CLASSES } from "../../judge/classify.ts";
import { VERDICTS } from "../../judge/holds.ts";
import { CERTAINTIES } from "../../judge/instance-state.ts";
import { KINDS } from "../../judge/kind.ts";
import { RULES } from "../../rules/registry.ts";
import type { Column } from "../../audit/row.ts";
import { VISIBILITIES } from "../parse-filters.ts";
import { DOCTOR_COLUMNS } from "../../report/doctor/rows.ts";
import { GRANTS_COLUMNS } from "../grants-columns.ts";
import { RULES_COLUMNS } from "../runs/rules.ts";
import { SERVICES } from "../service-names.ts";

const RULE_IDS = RULES.map(({ id }) => id);

/** Values of options that take lists of them, or that the parser does not check itself. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  by: SUMMARY_KEYS,
  cause: CAUSES,
  certainty: CERTAINTIES,
  class: CLASSES,
  kind: KINDS,
  rule: RULE_IDS,
  service: SERVICES,
  "skip-rule": RULE_IDS,
  verdict: VERDICTS,
  visibility: VISIBILITIES,
};

/** What `-c` can choose from, by command. */
const COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  check: [...CHECK_COLUMNS, BASELINE_COLUMN, SUPPRESSED_COLUMN],
  diff: DIFF_COLUMNS,
  doctor: DOCTOR_COLUMNS,
  grants: GRANTS_COLUMNS,
  images: IMAGES_COLUMNS,
  orphans: ORPHANS_COLUMNS,
  rules: RULES_COLUMNS,
  show: SHOW_COLUMNS,
  summary: summaryColumns(SUMMARY_KEYS),
};

/** Options that take the name of a file; where a database is may be a service's config file. */
const FILES: ReadonlySet<string> = new Set(
  [
    "glance nova nova-api cinder keystone",
    "defaults-file socket ssl-ca ssl-cert ssl-key",
    "keep output pause-file baseline suppressions",
  ].flatMap((names) => names.split(" ")),
);

/** What stands after a command without an option. */
const WORDS: Readonly<Record<string, Takes>> = {
  completion: ["bash", "zsh"],
  diff: "file",
  rules: RULE_IDS,
};

/** What an option or a command takes: one of these words, a file, or nothing that could be completed. */
export type Takes = readonly string[] | "file" | "text";

/** @param option without dashes */
export function takenBy(command: string, option: string): Takes {
  const columns = option === "column" ? COLUMNS[command] : undefined;
  if (columns !== undefined) return [...columns.map(({ name }) => name), "all"];
  return VALUES[option] ?? (FILES.has(option) ? "file" : "text");
}

export function wordsAfter(command: string): Takes {
  return WORDS[command] ?? "text";
}
