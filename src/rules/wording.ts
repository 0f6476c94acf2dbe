const SHOWN = 5;

/** Names in a sentence, the first few of many. */
export function some(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(", ");
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown;
}

/** "1 row", "2 rows". */
export function several(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A moment of a database as sentences say it. */
export function since(stored: string | null): string {
  return stored === null ? "an unknown time" : `${stored.slice(0, 19)} UTC`;
}
