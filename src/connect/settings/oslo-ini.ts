import { UsageError } from "../../errors.ts";

/** An assignment in a service's config file: the lines of its value joined by line ends. */
export interface IniEntry {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

/**
 * Reads the text of a config file as OpenStack's services do (oslo_config/iniparser.py: BaseParser.parse):
 * a comment begins its line, an indented line continues the value above it.
 * @param path for the message
 * @throws UsageError that names the line, never what stands there
 */
export function parseOsloIni(text: string, path: string): IniEntry[] {
  const entries: { section: string; key: string; lines: string[] }[] = [];
  let section: string | undefined;
  let open: { section: string; key: string; lines: string[] } | undefined;
  for (const [at, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const fail = (why: string): never => {
      throw new UsageError(`Line ${at + 1} of ${path} cannot be understood: ${why}.`);
    };
    const line = raw.trimEnd();
    if (line === "") {
      open = undefined;
    } else if (/^[ \t]/.test(line)) {
      if (open === undefined) fail("it is indented, but there is no value above that it could continue");
      open?.lines.push(line.trimStart());
    } else {
      open = undefined;
      if (line.startsWith("[")) section = sectionName(line) ?? fail("a section is written [name]");
      else if (!/^[#;]/.test(line)) {
        const [key, value] = splitAssignment(line) ?? fail("it has neither = nor :");
        if (key === "") fail("nothing stands before = or :");
        open = { section: section ?? fail("no [section] begins above it"), key, lines: [value] };
        entries.push(open);
      }
    }
  }
  return entries.map(({ section: owner, key, lines }) => ({ section: owner, key, value: lines.join("\n") }));
}

function sectionName(line: string): string | undefined {
  return line.length > 2 && line.endsWith("]") ? line.slice(1, -1) : undefined;
}

/** oslo_config/iniparser.py: BaseParser._split_key_value; only quotes around the whole value are taken off. */
function splitAssignment(line: string): [key: string, value: string] | undefined {
  const at = line.search(/[:=]/);
  if (at < 0) return undefined;
  const value = line.slice(at + 1).trim();
  const quoted = /^["']/.test(value) && value.at(0) === value.at(-1);
  return [line.slice(0, at).trim(), quoted ? value.slice(1, -1) : value];
}
