import { libvirtSnapshot } from "../nova-properties.ts";
import { DAY, HOUR } from "../time.ts";
import type { Case } from "./case.ts";
import type { NamedServer } from "./fleet.ts";

const lastState = (server: NamedServer, age: number, story: string): Case => ({
  slug: `${server}-last-state`,
  name: `${server} last state`,
  story,
  age,
  truth: ["full", "snapshot"],
  of: server,
  holds: [],
  image: (scene) => ({ properties: libvirtSnapshot(scene.server(server)) }),
});

/** Snapshots that outlived their servers: one for every way in which a server can be gone. */
export const ORPHANS: readonly Case[] = [
  lastState("retired-01", 61 * DAY, "Its server is deleted, the row is still in the cell."),
  lastState("retired-02", 420 * DAY, "Its server was deleted and archived: only the shadow table knows it."),
  lastState("retired-03", 1850 * DAY, "Archived before Queens: a mapping is left that points at nothing."),
  lastState(
    "retired-04",
    1050 * DAY,
    "In no cell, shadow table, mapping or build request: purged, or never of this cloud.",
  ),
  lastState("retired-05", 5 * HOUR, "Made an hour before its server was deleted, today: too young to judge."),
  lastState(
    "moving-02",
    35 * DAY,
    "Deleted in the cell that its mapping names; a hidden copy lives on in the other.",
  ),
  {
    slug: "legacy-01-last-state",
    name: "legacy-01 last state",
    story: "Server and project are both gone.",
    age: 1650 * DAY,
    truth: ["full", "snapshot"],
    of: "legacy-01",
    holds: [],
    image: (scene) => ({ properties: libvirtSnapshot(scene.server("legacy-01")) }),
  },
  {
    slug: "erp-old-snapshot",
    name: "erp-old snapshot",
    story: "Two live servers boot from volumes that cinder made from it.",
    age: 330 * DAY,
    truth: ["full", "snapshot"],
    of: "erp-old",
    holds: ["boots-volume:2", "volume:2"],
    image: (scene) => ({ properties: libvirtSnapshot(scene.server("erp-old")) }),
  },
];
