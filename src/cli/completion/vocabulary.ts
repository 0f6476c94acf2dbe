import { IMAGES_COLUMNS } from "../../audit/images-listing.ts";
import { SUMMARY_KEYS } from "../../audit/summary-keys.ts";
import { CAUSES } from "../../judge/cause.ts";
import { CLASSES } from "../../judge/classify.ts";
import { KINDS } from "../../judge/kind.ts";
import { SERVICES } from "../service-names.ts";
import { VISIBILITIES } from "../parse-filters.ts";

/** Values of options that take lists of them, or that the parser does not check itself. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  by: SUMMARY_KEYS,
  cause: CAUSES,
  class: CLASSES,
  kind: KINDS,
  service: SERVICES,
  visibility: VISIBILITIES,
};

/** What `-c` can choose from, by command. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  images: IMAGES_COLUMNS.map(({ name }) => name),
  summary: [...SUMMARY_KEYS, "images", "size_bytes"],
  grants: ["service", "sql"],
};

/** Options that take the name of a file; where a database is may be a service's config file. */
const FILES: ReadonlySet<string> = new Set(
  "glance nova nova-api cinder keystone keep output pause-file".split(" "),
);

/** What stands after a command without an option. */
const WORDS: Readonly<Record<string, Takes>> = {
  completion: ["bash", "zsh"],
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
