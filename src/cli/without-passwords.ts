/** In a URL, up to the last @ of the line: a password may hold blanks. */
const IN_URL = /(:\/\/[^\s:@/]*):.*@/g;
/** In a URL that lost its scheme, up to the last @ of the word. */
const IN_WORD = /:(?!\/\/)[^\s"]*@/g;

/**
 * A line for people without any password of a URL in it. Messages hold none; this is for what users type in the
 * wrong place, and a parser repeats.
 */
export function withoutPasswords(line: string): string {
  return line.replaceAll(IN_URL, "$1:***@").replaceAll(IN_WORD, ":***@");
}
