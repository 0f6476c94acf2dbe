import type { InferredOptionTypes } from "yargs";
import type { OpenOptions } from "../connect/open-options.ts";
import type { readingOptions } from "./options/reading.ts";
import type { Problems } from "./problems.ts";

export type ReadingArguments = InferredOptionTypes<typeof readingOptions>;

/** A day: no statement of ours should come near it, and servers take no more in milliseconds. */
const LONGEST_TIMEOUT_SECONDS = 86_400;

/** How to read, as the safety options say. */
export function parseReading(
  given: ReadingArguments,
  problems: Problems,
): Pick<OpenOptions, "consistency" | "statementTimeoutSeconds" | "reconnect" | "requireReadonlyAccount"> {
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
  };
}

/** yargs' own numbers take "0x1e" and an empty text, and count a repeated 1. */
function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}
