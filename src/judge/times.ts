export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Milliseconds since 1970 of a naive UTC DATETIME as MySQL ("2024-05-06 07:08:09") or SQLite writes it. */
export function utcMs(stored: string): number {
  return Date.parse(`${stored.slice(0, 10)}T${stored.slice(11, 19)}Z`);
}

/** The same time as reports print it: YYYY-MM-DDThh:mm:ssZ, fractions cut. */
export function isoTime(stored: string): string {
  return `${stored.slice(0, 10)}T${stored.slice(11, 19)}Z`;
}

/** A moment as a naive UTC DATETIME, the way the databases write it; fractions of a second are cut. */
export function storedTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}
