/** A line of an option file that says something. */
export type OptionLine =
  | { readonly kind: "group"; readonly name: string }
  | { readonly kind: "include" | "includedir"; readonly path: string }
  /** `value` is null where the option stands alone, as `skip-ssl`; names are written with dashes. */
  | { readonly kind: "option"; readonly name: string; readonly value: string | null };

/** What cannot be understood in a line, as part of a sentence. */
export class OptionSyntaxError extends Error {}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  s: " ",
  '"': '"',
  "'": "'",
  "\\": "\\",
};

/**
 * Understands one line as MySQL's programs do (mysys/my_default.cc: search_default_file_with_ext).
 * @param comments whether a # behind a value begins a comment; in a login file it does not
 * @returns undefined for an empty line or a comment
 * @throws OptionSyntaxError
 */
export function parseOptionLine(line: string, comments = true): OptionLine | undefined {
  const text = line.trim();
  if (text === "" || text.startsWith("#") || text.startsWith(";")) return undefined;
  if (text.startsWith("!")) return parseDirective(text.slice(1).trimStart());
  if (text.startsWith("[")) {
    const end = text.indexOf("]");
    if (end < 0) throw new OptionSyntaxError("a group is written [name]");
    return { kind: "group", name: text.slice(1, end).trimEnd() };
  }
  const said = (comments ? cutComment(text) : text).trimEnd();
  const at = said.indexOf("=");
  const name = at < 0 ? said : said.slice(0, at).trimEnd();
  const value = at < 0 ? null : unescape(unquote(said.slice(at + 1).trim()));
  return { kind: "option", name: plainName(name), value };
}

/** Other directives are passed over, as MySQL does. */
function parseDirective(text: string): OptionLine | undefined {
  const [, kind, path] = /^(include|includedir)(?:\s+(.*))?$/.exec(text) ?? [];
  if (kind === undefined) return undefined;
  if (!path) throw new OptionSyntaxError(`!${kind} names nothing`);
  return { kind: kind as "include" | "includedir", path };
}

/** In option files `_` and `-` are the same, and `loose-` says that an unknown option is no mistake. */
function plainName(name: string): string {
  return name.replaceAll("_", "-").replace(/^loose-/, "");
}

/** mysys/my_default.cc: remove_end_comment: a # outside of quotes, which may begin anywhere in the line. */
function cutComment(text: string): string {
  let quote = "";
  let escaped = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if ((character === "'" || character === '"') && !escaped) {
      if (quote === "") quote = character;
      else if (quote === character) quote = "";
    }
    if (quote === "" && character === "#") return text.slice(0, at);
    escaped = quote !== "" && character === "\\" && !escaped;
  }
  return text;
}

function unquote(value: string): string {
  const quoted = value.length > 1 && /^["']/.test(value) && value.at(0) === value.at(-1);
  return quoted ? value.slice(1, -1) : value;
}

/** A backslash before any other character stays. */
function unescape(value: string): string {
  return value.replaceAll(/\\(.)/gs, (whole, character: string) => ESCAPES[character] ?? whole);
}
