import type { ShownImage, ShownServer } from "../audit/show/shown-image.ts";
import { utcMs, isoTime } from "../judge/times.ts";
import { cellStyle } from "./cell-style.ts";
import { projectText } from "./show-image.ts";
import { STATE_MEANS } from "./show-words.ts";
import { labelled, type TextOptions } from "./text-block.ts";
import { makeVisible } from "./visible.ts";

/** The server that the image leads to, what became of it, and where that stands. */
export function serverLines(shown: ShownImage, options: TextOptions): string[] {
  const { server } = shown;
  if (server === undefined) return [...labelled("server", noServer(shown), options)];
  const { uuid, ledBy, state } = server;
  const name = server.rows[0]?.name;
  return [
    ...labelled(
      "server",
      `${uuid}${name ? `, ${makeVisible(name)}` : ""} (by ${ledBy === "cinder" ? "cinder's attachment" : "instance_uuid"})`,
      options,
    ),
    ...(state === null
      ? labelled("state", "not known: nova was not given", options)
      : labelled("state", `${state}: ${stateText(server)}`, options, cellStyle("instance_state", state))),
    ...server.rows.flatMap((row) => labelled("found", rowText(row, shown), options)),
    ...mappingLines(server, options),
    ...writerLines(shown, server, options),
  ];
}

function noServer({ storage, verdict }: ShownImage): string {
  if (storage === undefined) {
    const value = verdict.classification.counted.instance_uuid;
    if (value !== undefined) return "none: instance_uuid is no UUID";
    const { removed } = verdict.classification;
    return removed.includes("instance_uuid")
      ? "none: its instance_uuid was removed"
      : "none: there is no instance_uuid";
  }
  return storage.heldBytes === undefined
    ? "not known: only cinder (--cinder) leads from a volume-backed image to its server"
    : "not known: cinder has no attachment that leads to it";
}

function stateText({ state, certainty, doubts }: ShownServer): string {
  const meaning = state === null ? "" : STATE_MEANS[state];
  const reasons = doubts.length === 0 ? "" : `: ${doubts.map(makeVisible).join("; ")}`;
  return `${meaning}${certainty === null ? "" : ` (${certainty})`}${reasons}`;
}

function rowText(row: ShownServer["rows"][number], shown: ShownImage): string {
  return [
    `${makeVisible(row.cell)}, ${row.table}.id ${row.id}: vm_state ${makeVisible(row.vmState ?? "NULL")}`,
    row.taskState === null ? "no task" : `task_state ${makeVisible(row.taskState)}`,
    ...(row.createdAt === null ? [] : [`created ${isoTime(row.createdAt)}`]),
    ...(row.deletedAt === null ? [] : [`deleted_at ${isoTime(row.deletedAt)}`]),
    ...(row.hidden ? ["hidden: the copy of a resize between cells"] : []),
    ...(row.project === null || row.project === shown.image.owner
      ? []
      : [`project ${projectText(row.project, shown)}`]),
  ].join(", ");
}

function mappingLines({ mapping, building }: ShownServer, options: TextOptions): string[] {
  if (mapping === undefined) return [];
  const text =
    typeof mapping === "object"
      ? makeVisible(mapping.cell)
      : { unscheduled: "to no cell yet", none: "none in instance_mappings" }[mapping];
  return labelled("mapping", building ? `${text}; there is a build request` : text, options);
}

function writerLines({ image }: ShownImage, { writer, rows }: ShownServer, options: TextOptions): string[] {
  if (writer === undefined) {
    const known = rows.some(({ table }) => table === "instances");
    return known
      ? labelled("writer", "nova noted no request for an image within seconds of its creation", options)
      : [];
  }
  const seconds = Math.round((utcMs(image.createdAt) - utcMs(writer.startedAt)) / 1000);
  const when = seconds < 0 ? `${-seconds} s after` : `${seconds} s before`;
  const by = writer.user === null ? "" : ` by user ${makeVisible(writer.user)}`;
  const request = writer.request === null ? "" : ` (${makeVisible(writer.request)})`;
  return labelled("writer", `${writer.action}, noted ${when} the image${by}${request}`, options);
}
