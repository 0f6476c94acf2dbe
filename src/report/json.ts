import type { FormatOptions, Formatter } from "./formatter.ts";
import { jsonRowWriter, jsonText } from "./json-text.ts";

/** One JSON document `{"rows":[…],"totals":{…},"audit":{…}}`, one row per line, valid however early reading ended. */
export function json({ columns }: FormatOptions): Formatter<string> {
  const rowText = jsonRowWriter(columns);
  let separator = "\n";
  return {
    head: () => '{"rows":[',
    rows: (rows) => {
      let text = "";
      for (const row of rows) {
        text += separator + rowText(row);
        separator = ",\n";
      }
      return text;
    },
    foot: ({ totals, audit }) => `\n],\n"totals":${jsonText(totals)},\n"audit":${jsonText(audit)}}\n`,
  };
}
