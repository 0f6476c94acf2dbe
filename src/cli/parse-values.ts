import { DAY_MS, HOUR_MS, storedTime } from "../judge/times.ts";

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};
/** Older than any image, and as far back as every database's calendar reaches. */
const LONGEST_AGE_MS = 1000 * 365 * DAY_MS;
const UNIT_BYTES: Readonly<Record<string, bigint>> = {
  "": 1n,
  K: 1n << 10n,
  M: 1n << 20n,
  G: 1n << 30n,
  T: 1n << 40n,
  P: 1n << 50n,
};
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?$/;

/** Milliseconds of an age such as 30d, 12h, 90m; 0 stands for none. undefined if it is no age, or one of a thousand years. */
export function parseAge(text: string): number | undefined {
  if (text === "0") return 0;
  const match = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text);
  if (match === null) return undefined;
  const age = Number(match[1]) * (UNIT_MS[match[2] ?? ""] ?? 0);
  return age <= LONGEST_AGE_MS ? age : undefined;
}

/** A moment: an ISO date or time in UTC, or an age before `now`. undefined if it is neither. */
export function parseMoment(text: string, now: Date): Date | undefined {
  const age = parseAge(text);
  if (age !== undefined) return new Date(now.getTime() - age);
  if (!DATE.test(text)) return undefined;
  const iso = text.length === 10 ? `${text}T00:00:00Z` : `${text.replace(" ", "T").replace(/Z$/, "")}Z`;
  const moment = new Date(iso);
  // 2024-02-31 would otherwise silently become the second of March.
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== text.slice(0, 10)
    ? undefined
    : moment;
}

/** Bytes of a size such as 10G, 500M, 1.5T (powers of 1024). undefined if it is no size. */
export function parseSize(text: string): bigint | undefined {
  const match = /^(\d+)(?:\.(\d{1,3}))?([KMGTP]?)(?:i?B)?$/i.exec(text);
  if (match === null) return undefined;
  const unit = UNIT_BYTES[(match[3] ?? "").toUpperCase()] ?? 1n;
  const thousandths = BigInt((match[2] ?? "").padEnd(3, "0"));
  return BigInt(match[1] ?? "0") * unit + (thousandths * unit) / 1000n;
}

/** A moment as a naive UTC DATETIME, the way the databases write it; fractions of a second are cut. */
export function toStored(moment: Date): string {
  return storedTime(moment.getTime());
}

/** The items of options that repeat and of lists with commas, empty ones dropped. */
export function items(values: readonly string[]): string[] {
  return values
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
}
