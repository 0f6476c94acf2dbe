import { isDoomed, standingOf } from "../audit/show/show-listing.ts";
import type { ShownImage } from "../audit/show/shown-image.ts";
import { isoTime } from "../judge/times.ts";
import { humanBytes } from "./human-bytes.ts";
import { CAUSE_MEANS, CLASS_MEANS, KIND_MEANS, statusMeaning } from "./show-words.ts";
import { cellStyle } from "./cell-style.ts";
import { flow, labelled, type TextOptions } from "./text-block.ts";
import { makeVisible } from "./visible.ts";

/** What the four properties say of the image. */
export function verdictLines({ verdict }: ShownImage, options: TextOptions): string[] {
  const { classification, kind, explanation } = verdict;
  const { class: imageClass } = classification;
  const lines = [
    ...labelled(
      "class",
      `${imageClass}: ${CLASS_MEANS[imageClass]}`,
      options,
      cellStyle("class", imageClass),
    ),
    ...labelled("kind", `${kind}: ${KIND_MEANS[kind]}`, options),
  ];
  if (explanation === null) return [...lines, ...labelled("cause", "none: nothing to explain", options)];
  const { cause, expected } = explanation;
  return [
    ...lines,
    ...labelled("cause", `${cause}: ${CAUSE_MEANS[cause]}`, options),
    ...labelled(
      "expected",
      expected ? "yes: nobody needs to act" : "no: somebody should look at it",
      options,
      expected ? "green" : "yellow",
    ),
  ];
}

/** The row of the image, and what hangs on it. */
export function imageLines(shown: ShownImage, options: TextOptions): string[] {
  const { image, details, belongings } = shown;
  const { locations, members, tags } = belongings;
  const flags = [
    image.visibility,
    ...(details.protected ? ["protected"] : []),
    ...(details.hidden ? ["hidden from lists"] : []),
  ];
  const formats = [image.diskFormat ?? "no disk_format", details.containerFormat ?? "no container_format"];
  const isMarked = image.status === "deleted" || image.status === "pending_delete";
  const odd = image.deleted === isMarked ? "" : `, but images.deleted = ${image.deleted ? 1 : 0}`;
  const status = `${makeVisible(image.status)}: ${statusMeaning(image.status)}${odd}`;
  return [
    ...labelled("owner", projectText(image.owner, shown), options),
    ...labelled("status", status, options),
    ...labelled("visibility", flags.join(", "), options),
    ...labelled("size", `${sizeText(image.sizeBytes)}, ${formats.map(makeVisible).join(" in ")}`, options),
    ...flow("times", timesOf(shown), options),
    ...(isDoomed(image)
      ? labelled(
          "doomed",
          "live, but with an old deleted_at, which is all that glance-manage db purge_images_table looks at",
          options,
          "yellow",
        )
      : []),
    ...flow(
      "locations",
      locations.length === 0
        ? ["none"]
        : locations.map(({ scheme, status: state, deleted }) => {
            const gone = deleted && state !== "deleted" ? ", removed" : "";
            return `${scheme ?? "encrypted"}: (${makeVisible(state)}${gone})`;
          }),
      options,
    ),
    ...(members.length === 0
      ? []
      : flow(
          "members",
          members.map(
            ({ project, status: answer }) => `${projectText(project, shown)} (${makeVisible(answer)})`,
          ),
          options,
          80,
        )),
    ...(tags.length === 0 ? [] : flow("tags", tags.map(makeVisible), options)),
  ];
}

/** A project by id, and what keystone says of it. */
export function projectText(id: string | null, { projects }: Pick<ShownImage, "projects">): string {
  if (id === null) return "nobody: only an administrator can make such an image";
  const project = projects(id);
  const shownId = makeVisible(id);
  if (project === undefined) return shownId;
  if (project === null) return `${shownId} (keystone has no such project)`;
  const standing = standingOf(project);
  return `${shownId} (${makeVisible(project.name)}${standing === "enabled" ? "" : `, ${standing}`})`;
}

function sizeText(bytes: number | bigint | null): string {
  if (bytes === null) return "no size";
  return bytes < 1024 ? humanBytes(bytes) : `${humanBytes(bytes)} (${bytes} B)`;
}

function timesOf({ image }: ShownImage): string[] {
  return [
    `created ${isoTime(image.createdAt)}`,
    ...(image.updatedAt === null ? [] : [`updated ${isoTime(image.updatedAt)}`]),
    ...(image.deletedAt === null ? [] : [`deleted_at ${isoTime(image.deletedAt)}`]),
  ];
}
