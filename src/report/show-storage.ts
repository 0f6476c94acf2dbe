import { isBroken } from "../audit/show/show-listing.ts";
import type { ShownDisk, ShownServer, ShownStorage } from "../audit/show/shown-image.ts";
import { isoTime } from "../judge/times.ts";
import { humanBytes } from "./human-bytes.ts";
import { LOSS_MEANS } from "./show-words.ts";
import { labelled, type TextOptions } from "./text-block.ts";
import { makeVisible } from "./visible.ts";

/** What a volume-backed image is made of, and whether it is still there. */
export function storageLines(
  storage: ShownStorage,
  server: ShownServer | undefined,
  options: TextOptions,
): string[] {
  const { disks, heldBytes, olderServer } = storage;
  const broken = isBroken(storage);
  return [
    ...(disks.length === 0 ? labelled("disks", "block_device_mapping lists none", options) : []),
    ...disks.flatMap((disk) => diskLines(disk, server, options)),
    ...(heldBytes === undefined
      ? labelled("held", "not known: cinder was not read", options)
      : labelled("held", `${humanBytes(heldBytes)} in cinder, none in glance`, options)),
    ...(broken === null
      ? []
      : labelled(
          "broken",
          broken ? "yes: no server can be booted from it any more" : "no: all snapshots are there",
          options,
          broken ? "red" : "green",
        )),
    ...(olderServer === undefined
      ? []
      : labelled(
          "inherited",
          `instance_uuid ${makeVisible(olderServer)} is the server of an older snapshot, not of this one`,
          options,
        )),
  ];
}

function diskLines(disk: ShownDisk, server: ShownServer | undefined, options: TextOptions): string[] {
  const device = makeVisible(disk.deviceName ?? "a disk");
  const boot = disk.bootIndex === 0 ? ", the root disk" : "";
  if (disk.snapshot === null) {
    const from =
      disk.image === null ? makeVisible(disk.source ?? "nothing") : `image ${makeVisible(disk.image)}`;
    return labelled("disk", `${device}${boot}: from ${from}`, options);
  }
  const { stored, volume, loss } = disk;
  const status = stored === undefined ? "" : `, ${makeVisible(stored.status ?? "no status")}`;
  const size = stored === undefined ? "" : `, ${stored.sizeGib} GiB`;
  const lost = loss === undefined ? "" : ` (${LOSS_MEANS[loss]})`;
  return [
    ...labelled(
      "disk",
      `${device}${boot}: cinder snapshot ${makeVisible(disk.snapshot)}${status}${size}${lost}`,
      options,
    ),
    ...(stored === undefined ? [] : labelled("", volumeText(stored, volume, server), options)),
  ];
}

function volumeText(
  { volumeId, attachment }: NonNullable<ShownDisk["stored"]>,
  volume: ShownDisk["volume"],
  server: ShownServer | undefined,
): string {
  const name = volume?.name ? `, ${makeVisible(volume.name)}` : "";
  const status = volume === undefined ? "no such row" : makeVisible(volume.status ?? "no status");
  const attached =
    attachment === undefined
      ? "no attachment at that time"
      : [
          attachment.instance === server?.uuid
            ? "attached to this server"
            : `attached to ${makeVisible(attachment.instance)}`,
          ...(attachment.from === null ? [] : [`since ${isoTime(attachment.from)}`]),
          ...(attachment.until === null ? [] : [`until ${isoTime(attachment.until)}`]),
        ].join(" ");
  return `of volume ${makeVisible(volumeId)}${name}, ${status}; ${attached}`;
}
