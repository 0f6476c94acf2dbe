import type { Row } from "../audit/row.ts";
import type { FormatOptions, Formatter, ReportEnd } from "./formatter.ts";
import { escapeControls } from "./visible.ts";

const HEAD = `# Images whose server is gone, one command for each, for a human to read and to run elsewhere.
# «reclaimable» says only that no database that was read shows a need. Outliving its server is what a snapshot is
# for: the owner must agree before anything is deleted. Not seen in any database: copies that rbd or another store
# keeps of an image, and templates of Heat, Magnum, Trove, Octavia or Ironic that name it.
`;

/**
 * Lines for a shell: `openstack image delete ID`, each with its reason and each a comment. With `uncomment` those
 * that are reclaimable and proven are commands.
 */
export function commands({ uncomment }: FormatOptions): Formatter<string> {
  return {
    head: () => HEAD,
    rows: (rows) => rows.map((row) => lineOf(row, uncomment)).join(""),
    foot: ({ audit }: ReportEnd) =>
      audit.complete ? "" : `# NOT COMPLETE: ${escapeControls(audit.reason ?? "not everything was read")}\n`,
  };
}

function lineOf(row: Row, uncomment: boolean): string {
  const live = uncomment && row["verdict"] === "reclaimable" && row["certainty"] === "proven";
  const holds = Array.isArray(row["holds"]) ? row["holds"].map(String).join(" ") : "";
  const instance = `${text(row["instance_state"])} ${text(row["instance_uuid"])}`;
  // A line end in a name would end the comment, and what follows would be run: it is escaped.
  const reason = [
    text(row["verdict"]),
    text(row["certainty"]),
    `instance ${instance}`,
    // Some shells know no comments when lines are pasted into them: what others wrote is quoted all the same.
    ...(holds === "" ? [] : [quoted(holds, PLAIN_HOLDS)]),
    quoted(text(row["name"])),
  ].join(", ");
  const id = text(row["image_id"]);
  const target = id.startsWith("-") ? `-- ${quoted(id)}` : quoted(id);
  return `${live ? "" : "# "}openstack image delete ${target}  # ${escapeControls(reason)}\n`;
}

function text(cell: Row[string] | undefined): string {
  return cell === null || cell === undefined ? "" : String(cell);
}

const PLAIN = /^[A-Za-z0-9][A-Za-z0-9-]*$/;
const PLAIN_HOLDS = /^[\w:. -]+$/;

/** An id may be of a user's choosing: nothing inside single quotes is special to a shell but the quote itself. */
function quoted(words: string, plain = PLAIN): string {
  return plain.test(words) ? words : `'${escapeControls(words).replaceAll("'", `'\\''`)}'`;
}
