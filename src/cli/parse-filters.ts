import type { InferredOptionTypes } from "yargs";
import { CAUSES } from "../judge/cause.ts";
import { CLASSES } from "../judge/classify.ts";
import type { ImageFilters } from "../judge/filters.ts";
import { KINDS } from "../judge/kind.ts";
import { isUuid } from "../schema/uuid.ts";
import type { filterOptions } from "./options/filters.ts";
import { items, parseAge, parseMoment, parseSize, toStored } from "./parse-values.ts";
import type { Problems } from "./problems.ts";

export type FilterArguments = InferredOptionTypes<typeof filterOptions>;

/** As glance has them. */
export const VISIBILITIES = ["public", "private", "shared", "community"] as const;

/** Understands the filter options; what is wrong goes to `problems`. */
export function parseFilters(given: FilterArguments, now: Date, problems: Problems): ImageFilters {
  const moment = (option: "created-after" | "created-before"): string | undefined => {
    const text = given[option];
    const parsed = text === undefined ? undefined : parseMoment(text, now);
    if (text !== undefined && parsed === undefined) {
      problems.add(
        `--${option} takes a date (2024-05-06), a time in UTC (2024-05-06T07:08:09) or an age (30d, 12h), not "${text}".`,
      );
    }
    return parsed && toStored(parsed);
  };
  const uuids = (option: "instance" | "base-image"): ReadonlySet<string> | undefined => {
    const found = listOf(option, given[option], problems);
    for (const text of found ?? [])
      if (!isUuid(text)) problems.add(`--${option} takes UUIDs, not "${String(text)}".`);
    return found && new Set(found.map((text) => text.toLowerCase()));
  };
  const [createdBefore, oldEnough] = [moment("created-before"), parseMinAge(given["min-age"], now, problems)];
  return {
    deleted: given.deleted,
    classes: oneOf("class", CLASSES, given.class, problems),
    kinds: oneOf("kind", KINDS, given.kind, problems),
    causes: oneOf("cause", CAUSES, given.cause, problems),
    statuses: setOf(listOf("status", given.status, problems)),
    visibilities: oneOf("visibility", VISIBILITIES, given.visibility, problems),
    owners: setOf(listOf("owner", given.owner, problems)),
    instances: uuids("instance"),
    baseImages: uuids("base-image"),
    images: parseImageIds(given.image, problems),
    createdFrom: moment("created-after"),
    createdBefore: [createdBefore, oldEnough].filter((bound) => bound !== undefined).sort()[0],
    minSizeBytes: parseMinSize(given["min-size"], problems),
    unexpected: given.unexpected,
  };
}

/** The limit, if one is given: a whole number, 0 to count only. */
export function parseLimit(text: string | undefined, problems: Problems): number | undefined {
  if (text === undefined) return undefined;
  const limit = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  if (limit === undefined) problems.add("--limit takes a whole number from 0.");
  return limit;
}

/** Images created before this moment are old enough; undefined if all are. */
export function parseMinAge(text: string | undefined, now: Date, problems: Problems): string | undefined {
  if (text === undefined) return undefined;
  const age = parseAge(text);
  if (age === undefined) problems.add(`--min-age takes an age such as 30d, 12h or 0, not "${text}".`);
  // An image of exactly that age is old enough, and the bound itself is not included.
  return age === undefined || age === 0 ? undefined : toStored(new Date(now.getTime() - age + 1000));
}

function parseMinSize(text: string | undefined, problems: Problems): bigint | undefined {
  const size = text === undefined ? undefined : parseSize(text);
  if (text !== undefined && size === undefined)
    problems.add(`--min-size takes a size such as 500M or 10G, not "${text}".`);
  return size;
}

function parseImageIds(
  given: readonly string[] | undefined,
  problems: Problems,
): ReadonlySet<string> | undefined {
  const ids = listOf("image", given, problems);
  if (ids === undefined) return undefined;
  // readImageIds leaves it where nothing came.
  if (ids.includes("-")) problems.add("--image - found no image id on standard input.");
  return new Set(ids.flatMap((id) => [id, id.toLowerCase()]));
}

/** An empty list, as an unset shell variable makes it, must not quietly mean "all". */
function listOf(
  option: string,
  given: readonly string[] | undefined,
  problems: Problems,
): string[] | undefined {
  if (given === undefined) return undefined;
  const found = items(given);
  if (found.length === 0) problems.add(`--${option} was given without a value.`);
  return found;
}

/** A list of known words; what is none of them is a problem. */
export function oneOf<T extends string>(
  option: string,
  known: readonly T[],
  given: readonly string[] | undefined,
  problems: Problems,
): ReadonlySet<T> | undefined {
  const found = listOf(option, given, problems);
  for (const text of found ?? []) {
    if (!known.some((name) => name === text))
      problems.add(`--${option} takes ${known.join(", ")}, not "${text}".`);
  }
  return found && new Set(known.filter((name) => found.includes(name)));
}

function setOf(found: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return found && new Set(found);
}
