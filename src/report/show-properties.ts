import { isDoomed, printable } from "../audit/show/show-listing.ts";
import type { Column, Row } from "../audit/row.ts";
import type { ShownImage } from "../audit/show/shown-image.ts";
import type { PropertyRow } from "../read/glance/property-rows.ts";
import { isSnapshotProperty } from "../judge/property-set.ts";
import { WRITER_IS } from "./show-words.ts";
import { table } from "./table.ts";
import { flow, labelled, sideBySide, type TextOptions } from "./text-block.ts";
import { makeVisible } from "./visible.ts";

const COLUMNS: readonly Column[] = [
  { name: "property", type: "text" },
  { name: "value", type: "text" },
  { name: "standing", type: "text" },
  { name: "who writes it", type: "text" },
];

/** The four as a table, and below it where upstream's sources say who writes them. */
export function fourProperties({ four }: ShownImage, options: TextOptions): string[] {
  const sources = [...new Set(four.map(({ writer }) => WRITER_IS[writer].source))];
  const rows: Row[] = four.map(({ name, value, standing, writer }) => {
    const { who, source } = WRITER_IS[writer];
    return {
      property: name,
      value: standing === "absent" ? "" : shownValue(value),
      standing,
      "who writes it": `${who} [${sources.indexOf(source) + 1}]`,
    };
  });
  const format = table({
    ...options,
    columns: COLUMNS,
    nullValue: "",
    bom: false,
    delimiter: ",",
    escapeFormulas: false,
    uncomment: false,
  });
  const drawn = (format.head() + format.rows(rows)).trimEnd().split("\n");
  const legend = sources.map((source, at) => `[${at + 1}] ${source}`);
  return [...drawn, ...sideBySide(legend, "  ", options.width)];
}

/** All other property rows: those that count, those that were removed, and those that a purge will take. */
export function otherProperties(shown: ShownImage, options: TextOptions): string[] {
  const others = shown.properties.filter(({ name }) => !isSnapshotProperty(name));
  const live = others.filter(({ deleted }) => !deleted);
  const removed = others.filter(({ deleted }) => deleted);
  const doomed = shown.properties.filter(isDoomed).map(({ name }) => makeVisible(name));
  return [
    ...(live.length === 0 ? [] : flow("properties", live.map(pair), options)),
    ...(removed.length === 0 ? [] : flow("removed", removed.map(pair), options)),
    ...(!shown.image.deleted && shown.properties.some(({ deleted }) => deleted)
      ? labelled("", "Removed rows keep their values until db purge; deleted_at does not say when.", options)
      : []),
    ...(doomed.length === 0
      ? []
      : labelled(
          "doomed",
          `${doomed.join(", ")}: live, but with an old deleted_at, which is all that glance-manage db purge looks at`,
          options,
          "yellow",
        )),
  ];
}

function pair(row: PropertyRow): string {
  const value = printable(row);
  return `${makeVisible(row.name)}=${value === undefined ? "(not shown)" : makeVisible(shownValue(value))}`;
}

/** NULL, the empty text and blanks at the ends are to be told apart. */
function shownValue(value: string | null): string {
  if (value === null) return "NULL";
  return value === "" || value !== value.trim() ? `"${value}"` : value;
}
