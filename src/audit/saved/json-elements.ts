const QUOTE = 34;
const BACKSLASH = 92;
const OPENERS: ReadonlySet<number> = new Set([91, 123]);
const CLOSERS: ReadonlySet<number> = new Set([93, 125]);
const COMMA = 44;

/**
 * The elements of the top-level array `rows` of a JSON document, as text, however it is laid out; nothing of it
 * is held but the element at hand. JSON.parse judges each.
 * @returns whether the array was there and closed
 */
export async function* jsonElements(chunks: AsyncIterable<string>): AsyncGenerator<string, boolean> {
  let text = "";
  let at = 0;
  let depth = 0;
  let inString = false;
  /** Where the element at hand begins, -1 outside the array. */
  let start = -1;
  let lastString = "";
  let stringStart = 0;
  for await (const chunk of chunks) {
    const kept = start >= 0 ? start : inString ? stringStart : at;
    text = text.slice(kept) + chunk;
    at -= kept;
    stringStart -= kept;
    if (start >= 0) start = 0;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (inString) {
        const end = text.indexOf('"', at);
        if (end < 0) {
          at = text.length;
          break;
        }
        at = end;
        if (isEscaped(text, end, stringStart)) continue;
        inString = false;
        if (depth === 1) lastString = text.slice(stringStart + 1, end);
      } else if (code === QUOTE) {
        inString = true;
        stringStart = at;
      } else if (OPENERS.has(code)) {
        depth += 1;
        if (depth === 2 && code === 91 && lastString === "rows") start = at + 1;
      } else if (CLOSERS.has(code)) {
        depth -= 1;
        if (start >= 0 && depth === 1) {
          const element = text.slice(start, at).trim();
          if (element !== "") yield element;
          return true;
        }
      } else if (code === COMMA && start >= 0 && depth === 2) {
        yield text.slice(start, at);
        start = at + 1;
      }
    }
  }
  return false;
}

/** Whether the quote at `end` is part of the string: an odd number of backslashes stands before it. */
function isEscaped(text: string, end: number, start: number): boolean {
  let backslashes = 0;
  while (end - 1 - backslashes > start && text.charCodeAt(end - 1 - backslashes) === BACKSLASH)
    backslashes += 1;
  return backslashes % 2 === 1;
}
