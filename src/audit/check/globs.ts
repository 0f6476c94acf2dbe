/** Whether a text fits one of the patterns, in which `*` stands for anything and `?` for one character. */
export function globs(patterns: readonly string[]): (text: string) => boolean {
  const expressions = patterns.map(
    (pattern) =>
      new RegExp(
        `^${pattern
          .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
          .replaceAll("*", ".*")
          .replaceAll("?", ".")}$`,
        "su",
      ),
  );
  return (text) => expressions.some((expression) => expression.test(text));
}
