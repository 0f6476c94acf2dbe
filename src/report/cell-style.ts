type Style = "red" | "yellow" | "green" | "cyan";

/** Colour only repeats what the word says; who sees none loses nothing. */
const STYLES: ReadonlyMap<string, Style> = new Map([
  ["class full", "green"],
  ["class partial", "yellow"],
  ["severity error", "red"],
  ["severity warning", "yellow"],
  ["severity info", "cyan"],
  ["expected false", "yellow"],
  ["instance_state alive", "green"],
  ["certainty presumed", "yellow"],
  ["verdict held", "green"],
  ["verdict unverified", "yellow"],
  ["verdict reclaimable", "cyan"],
]);

/** The colour in which a table shows this word in this column, if any. */
export function cellStyle(column: string, text: string): Style | undefined {
  return STYLES.get(`${column} ${text}`);
}
