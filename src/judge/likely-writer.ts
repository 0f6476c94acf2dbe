import { utcMs } from "./times.ts";

/** nova-api notes the action, then makes the image's record (nova/compute/api.py: snapshot, backup, shelve). */
const BEFORE_MS = 60_000;
/** The clocks of two hosts differ by a little. */
const AFTER_MS = 10_000;

/** Between which moments an action must have been noted to be what made an image; milliseconds since 1970. */
export function writerWindow(createdAt: string): { readonly fromMs: number; readonly untilMs: number } {
  const createdMs = utcMs(createdAt);
  return { fromMs: createdMs - BEFORE_MS, untilMs: createdMs + AFTER_MS };
}

/** The action that most likely made an image: of those within seconds of its creation the nearest. */
export function likelyWriter<Action extends { readonly startedAt: string }>(
  actions: readonly Action[],
  createdAt: string,
): Action | undefined {
  const { fromMs, untilMs } = writerWindow(createdAt);
  const distance = ({ startedAt }: Action): number => Math.abs(utcMs(startedAt) - utcMs(createdAt));
  return actions
    .filter(({ startedAt }) => utcMs(startedAt) >= fromMs && utcMs(startedAt) <= untilMs)
    .toSorted((left, right) => distance(left) - distance(right))[0];
}
