import type { NotRead, ShownImage } from "../audit/show/shown-image.ts";
import { cellStyle } from "./cell-style.ts";
import { displayWidth, fit } from "./fit.ts";
import { holdMeaning } from "./hold-meaning.ts";
import { imageLines, verdictLines } from "./show-image.ts";
import { fourProperties, otherProperties } from "./show-properties.ts";
import { serverLines } from "./show-server.ts";
import { storageLines } from "./show-storage.ts";
import { VERDICT_MEANS, WITHOUT } from "./show-words.ts";
import { labelled, paint, type TextOptions } from "./text-block.ts";
import { makeVisible } from "./visible.ts";

/** The whole story of one image, on one screen of a hundred columns. */
export function showText(shown: ShownImage, options: TextOptions): string {
  const { storage } = shown;
  const sections: [string, string[]][] = [
    ["", fourProperties(shown, options)],
    ["Verdict", verdictLines(shown, options)],
    ["Image", [...imageLines(shown, options), ...otherProperties(shown, options)]],
    ["Server", serverLines(shown, options)],
    ["Storage", storage === undefined ? [] : storageLines(storage, shown.server, options)],
    ["Needed by", needLines(shown, options)],
    ["Not read", notReadLines(shown.notRead, options)],
  ];
  const lines = sections
    .filter(([, body]) => body.length > 0)
    .flatMap(([title, body]) => (title === "" ? body : [paint(title, "bold", options)].concat(body)));
  return `${[headline(shown, options), ...lines].join("\n")}\n`;
}

function headline({ image }: ShownImage, options: TextOptions): string {
  const id = makeVisible(image.id);
  const name = fit(makeVisible(image.name ?? "(no name)"), options.width - displayWidth(id) - 2);
  return `${paint(name, "bold", options)}  ${id}`;
}

function needLines({ needs, image }: ShownImage, options: TextOptions): string[] {
  if (needs === undefined) {
    return image.deleted
      ? []
      : labelled("not asked", "--no-holds: who needs the image is not known", options);
  }
  const { holds, unread, verdict } = needs;
  return [
    ...holds.flatMap((hold) => labelled("hold", `${hold} (${holdMeaning(hold)})`, options)),
    ...(holds.length === 0 ? labelled("nobody", "no database that was read shows a need", options) : []),
    ...(unread.length === 0
      ? []
      : labelled("unread", `${unread.map(makeVisible).join(", ")}: may show more`, options, "yellow")),
    ...(verdict === null
      ? []
      : labelled("verdict", `${verdict}: ${VERDICT_MEANS[verdict]}`, options, cellStyle("verdict", verdict))),
    ...labelled(
      "never seen",
      "children in rbd or another store; templates of Heat, Magnum, Trove, Octavia, Ironic",
      options,
    ),
  ];
}

function notReadLines(places: readonly NotRead[], options: TextOptions): string[] {
  return places.flatMap(({ place, reason }) =>
    labelled(
      makeVisible(place),
      reason === null ? `not given: ${WITHOUT[place] ?? "what it would show"}` : makeVisible(reason),
      options,
    ),
  );
}
