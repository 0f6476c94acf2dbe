import { addAbortSignal } from "node:stream";
import { text } from "node:stream/consumers";
import { items } from "./parse-values.ts";

/**
 * Puts the ids that come on standard input in the place of `--image -`; if none come, it stays.
 * Reading them at once, as readFileSync does, would make us deaf to signals until somebody closes the input.
 */
export async function readImageIds(
  given: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const ids = given && items(given);
  if (!ids?.includes("-")) return ids;
  const found = (await text(addAbortSignal(signal, process.stdin))).split(/\s+/).filter(Boolean);
  return found.length === 0 ? ids : ids.flatMap((id) => (id === "-" ? found : [id]));
}
