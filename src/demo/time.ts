/** Times in the demo are whole seconds since 1970, as nova's and glance's DATETIMEs hold no more. */
export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));

/** A DATETIME as MySQL prints it: naive UTC. */
export function stamp(seconds: number): string {
  const ofDay = ((seconds % DAY) + DAY) % DAY;
  const hour = TWO_DIGITS[Math.floor(ofDay / HOUR)];
  const minute = TWO_DIGITS[Math.floor((ofDay % HOUR) / MINUTE)];
  return `${dateOf((seconds - ofDay) / DAY)} ${hour}:${minute}:${TWO_DIGITS[ofDay % MINUTE]}`;
}

const dates = new Map<number, string>();

/** Millions of times fall on a few thousand days. */
function dateOf(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * DAY * 1000).toISOString().slice(0, 10);
  dates.set(day, date);
  return date;
}

/** The same for a time that may not have come. */
export function stampOrNull(seconds: number | null): string | null {
  return seconds === null ? null : stamp(seconds);
}

/** Seconds of a moment, fractions cut. */
export function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
