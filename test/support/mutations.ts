/** One small mistake made in a source text. */
export interface Mutation {
  /** What was changed, for messages. */
  readonly what: string;
  readonly source: string;
}

const SWAPS: readonly (readonly [RegExp, string])[] = [
  [/ === /g, " !== "],
  [/ !== /g, " === "],
  [/ && /g, " || "],
  [/ \|\| /g, " && "],
  [/ < /g, " >= "],
  [/ <= /g, " > "],
  [/ > /g, " <= "],
  [/ >= /g, " < "],
  [/(?<=[ (])!(?=[\w(])/g, ""],
  [/\.some\(/g, ".every("],
];

/**
 * Every way to break one operator of a rule's check and of the functions below it. What stands before the check
 * (texts, thresholds) is left alone, and so are types.
 */
export function mutationsOf(source: string): Mutation[] {
  const from = source.indexOf("  check:");
  if (from < 0) return [];
  return SWAPS.flatMap(([pattern, replacement]) =>
    [...source.matchAll(pattern)]
      .filter(({ index }) => index > from)
      .map(({ 0: found, index }) => ({
        what: `${lineAt(source, index)}: «${found.trim()}» to «${replacement.trim()}»`,
        source: source.slice(0, index) + replacement + source.slice(index + found.length),
      })),
  );
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split("\n").length;
}
