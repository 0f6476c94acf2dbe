import type { InferredOptionTypes } from "yargs";
import type { Kindness, LoadLimit } from "../connect/kindness.ts";
import type { OpenOptions } from "../connect/open-options.ts";
import type { readingOptions } from "./options/reading.ts";
import { items, parseAge } from "./parse-values.ts";
import type { Problems } from "./problems.ts";

export type ReadingArguments = InferredOptionTypes<typeof readingOptions>;

/** How to read, as the safety options say. */
export interface Reading extends Pick<
  OpenOptions,
  "consistency" | "statementTimeoutSeconds" | "reconnect" | "requireReadonlyAccount"
> {
  readonly kindness: Kindness;
  /** Milliseconds for the whole run; undefined for no limit. */
  readonly runTimeMs: number | undefined;
  readonly showSql: boolean;
}

/** A day: no statement of ours should come near it, and servers take no more in milliseconds. */
const LONGEST_TIMEOUT_SECONDS = 86_400;
/** Three weeks: timers of JavaScript reach no further than 24 days. */
const LONGEST_TIMER_MS = 21 * 86_400_000;

/** Understands the safety options; what is wrong goes to `problems`. */
export function parseReading(given: ReadingArguments, problems: Problems): Reading {
  const seconds = wholeNumber(given["statement-timeout"]);
  const reconnect = wholeNumber(given.reconnect);
  if (Number.isNaN(seconds) || seconds < 1 || seconds > LONGEST_TIMEOUT_SECONDS) {
    problems.add(`--statement-timeout takes whole seconds from 1 to ${LONGEST_TIMEOUT_SECONDS}.`);
  }
  if (Number.isNaN(reconnect)) {
    problems.add("--reconnect takes a whole number from 0.");
  }
  return {
    consistency: given.consistency,
    statementTimeoutSeconds: seconds,
    reconnect,
    requireReadonlyAccount: given["require-readonly-account"],
    kindness: parseKindness(given, problems),
    runTimeMs: parseRunTime(given["run-time"], problems),
    showSql: given["show-sql"],
  };
}

function parseKindness(given: ReadingArguments, problems: Problems): Kindness {
  const lag = given["max-lag"];
  const maxLagSeconds = lag === undefined ? undefined : wholeNumber(lag.replace(/s$/, ""));
  if (Number.isNaN(maxLagSeconds)) problems.add(`--max-lag takes whole seconds, not "${lag}".`);
  if (given["pause-file"] === "") problems.add("--pause-file takes the name of a file.");
  const age = parseAge(given["max-view-age"]);
  if (age === undefined || age > LONGEST_TIMER_MS) {
    problems.add(
      `--max-view-age takes a time such as 90s, 10m or 2h, at most 21d, not "${given["max-view-age"]}".`,
    );
  }
  return {
    maxLoad: (given["max-load"] ?? []).flatMap((text) => parseLoads(text, problems)),
    maxLagSeconds,
    pauseFile: given["pause-file"],
    maxViewAgeMs: age === 0 ? undefined : age,
  };
}

/** As pt-online-schema-change and gh-ost take it: VARIABLE=VALUE or VARIABLE:VALUE, several with commas. */
function parseLoads(text: string, problems: Problems): LoadLimit[] {
  const limits = items([text]).map((item) => /^([A-Za-z]\w{0,63})[=:](\d{1,15}(?:\.\d+)?)$/.exec(item));
  if (limits.length === 0 || limits.includes(null)) {
    problems.add(`--max-load takes status variables and limits such as Threads_running=25, not "${text}".`);
  }
  return limits.flatMap((found) =>
    found === null ? [] : [{ variable: found[1] ?? "", atMost: Number(found[2]) }],
  );
}

function parseRunTime(text: string | undefined, problems: Problems): number | undefined {
  if (text === undefined) return undefined;
  const limit = parseAge(text);
  if (limit === undefined || limit === 0 || limit > LONGEST_TIMER_MS) {
    problems.add(`--run-time takes a time such as 90s, 30m or 2h, at most 21d, not "${text}".`);
  }
  return limit;
}

/** yargs' own numbers take "0x1e" and an empty text, and count a repeated 1. */
function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}
