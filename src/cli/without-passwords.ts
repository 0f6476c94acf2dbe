/** What stands between a user and an @, as in a URL, up to the last @ of the word. */
const PASSWORD = /:(?!\/\/)[^\s"']*@/g;

/**
 * A line for people without any password of a URL in it. Messages hold none; this is for what users type in the
 * wrong place, and a parser repeats.
 */
export function withoutPasswords(line: string): string {
  return line.replaceAll(PASSWORD, ":***@");
}
