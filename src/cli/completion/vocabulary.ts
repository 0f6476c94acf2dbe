import { CHECK_COLUMNS } from "../../audit/check/finding.ts";
import { DIFF_COLUMNS } from "../../audit/diff/diff-columns.ts";
import { IMAGES_COLUMNS } from "../../audit/images-listing.ts";
import { ORPHANS_COLUMNS } from "../../audit/orphans-listing.ts";
import { SUMMARY_KEYS } from "../../audit/summary-keys.ts";
import { CAUSES } from "../../judge/cause.ts";
import { CERTAINTIES } from "../../judge/instance-state.ts";
import { CLASSES } from "../../judge/classify.ts";
import { VERDICTS } from "../../judge/holds.ts";
import { KINDS } from "../../judge/kind.ts";
import { RULES } from "../../rules/registry.ts";
import { SERVICES } from "../service-names.ts";
import { VISIBILITIES } from "../parse-filters.ts";

/** Values of options that take lists of them, or that the parser does not check itself. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  by: SUMMARY_KEYS,
  cause: CAUSES,
  certainty: CERTAINTIES,
  rule: RULES.map(({ id }) => id),
  "skip-rule": RULES.map(({ id }) => id),
  class: CLASSES,
  kind: KINDS,
  service: SERVICES,
  verdict: VERDICTS,
  visibility: VISIBILITIES,
};

/** What `-c` can choose from, by command. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  images: IMAGES_COLUMNS.map(({ name }) => name),
  orphans: ORPHANS_COLUMNS.map(({ name }) => name),
  check: CHECK_COLUMNS.map(({ name }) => name),
  rules: ["rule", "severity", "needs", "title"],
  diff: DIFF_COLUMNS.map(({ name }) => name),
  summary: [...SUMMARY_KEYS, "images", "size_bytes"],
  grants: ["service", "sql"],
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
  rules: RULES.map(({ id }) => id),
  diff: "file",
};

/** What an option or a command takes: one of these words, a file, or nothing that could be completed. */
export type Takes = readonly string[] | "file" | "text";

/** @param option without dashes */
export function takenBy(command: string, option: string): Takes {
  if (option === "column" && COLUMNS[command] !== undefined) return [...COLUMNS[command], "all"];
  return VALUES[option] ?? (FILES.has(option) ? "file" : "text");
}

export function wordsAfter(command: string): Takes {
  return WORDS[command] ?? "text";
}
