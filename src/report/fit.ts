import stringWidth from "string-width";

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/v;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The columns that a terminal needs for this text: 2 for East Asian wide characters, 0 for combining marks. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** The text if it fits into `width` columns, else as much of it as fits before a `…`. Never splits a character. */
export function fit(text: string, width: number): string {
  // No character takes more columns than UTF-16 units, except wide ones: those take two at most.
  if (text.length * 2 <= width || displayWidth(text) <= width) {
    return text;
  }
  if (width < 1) {
    return "";
  }
  if (PRINTABLE_ASCII.test(text)) {
    return `${text.slice(0, width - 1)}…`;
  }
  let kept = "";
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += displayWidth(segment);
    if (used > width - 1) {
      break;
    }
    kept += segment;
  }
  return `${kept}…`;
}
