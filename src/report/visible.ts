/**
 * All that a terminal does not simply draw: control characters and escape sequences, bidi overrides,
 * zero-width and other ignorable characters, line separators, lone surrogates, unassigned and private code points.
 * U+FE0F stays: it only asks for the colourful form of the symbol before it.
 */
const UNSEEN = /[[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--\u{FE0F}]/gv;

/** What can end a line or steer a terminal; all else of the text is data and stays as it is. */
const STEERING = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gv;

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/v;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** For people: every character that cannot be seen is written as an escape, so look-alike names differ. */
export function makeVisible(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : text.replace(UNSEEN, escapeSequence);
}

/** For one row on one line: only line ends, control characters and bidi controls are written as escapes. */
export function escapeControls(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : text.replace(STEERING, escapeSequence);
}

function escapeSequence(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return SHORT[character] ?? (code > 0xff ? `\\u{${hex}}` : `\\x${hex.padStart(2, "0")}`);
}
