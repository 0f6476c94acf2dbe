export interface Field {
  readonly text: string;
  readonly quoted: boolean;
}

/** RFC 4180 read to the letter: CRLF ends a record, a quoted field may hold anything, its quotes doubled. */
export function parseCsv(text: string, delimiter = ","): Field[][] {
  const records: Field[][] = [];
  let record: Field[] = [];
  let at = 0;
  while (at < text.length) {
    let field = "";
    const quoted = text[at] === '"';
    if (quoted) {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
        if (at >= text.length) {
          throw new Error("a quoted field does not end");
        }
        at += text[at] === '"' ? 1 : 0;
        field += text[at];
      }
      at += 1;
    } else {
      for (; !text.startsWith(delimiter, at) && !text.startsWith("\r\n", at); at += 1) {
        if (at >= text.length || '"\r\n'.includes(text[at] ?? "")) {
          throw new Error(`${JSON.stringify(text[at])} in a field without quotes`);
        }
        field += text[at];
      }
    }
    record.push({ text: field, quoted });
    if (text.startsWith("\r\n", at)) {
      records.push(record);
      record = [];
      at += 2;
    } else if (text.startsWith(delimiter, at)) {
      at += delimiter.length;
      if (at === text.length) {
        throw new Error("the last record does not end with CRLF");
      }
    } else {
      throw new Error("text after a closing quote");
    }
  }
  return records;
}
