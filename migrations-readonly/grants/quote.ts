import { UsageError } from "../../src/errors.ts";

/** The answer to a backslash depends on the server's sql_mode, and nothing here needs one. */
// oxlint-disable-next-line no-control-regex -- line breaks would end the comment lines that repeat the names
const UNQUOTABLE = /[\\\u0000-\u001f\u007f]/;

function checked(text: string, what: string): string {
  if (text === "" || UNQUOTABLE.test(text)) {
    throw new UsageError(
      `The ${what} for the grants must not be empty or have backslashes or control characters.`,
    );
  }
  return text;
}

/** A string literal that reads the same in every sql_mode. Throws a UsageError for what cannot be quoted safely. */
export function quoteString(text: string, what: string): string {
  return `'${checked(text, what).replaceAll("'", "''")}'`;
}

/** An identifier in backticks. Throws a UsageError for what cannot be quoted safely. */
export function quoteName(text: string, what: string): string {
  return `\`${checked(text, what).replaceAll("`", "``")}\``;
}
