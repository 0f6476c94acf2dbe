import {
  asBackup,
  libvirtSnapshot,
  removed,
  requestedSnapshot,
  setAgain,
  vmwareSnapshot,
  without,
  type Properties,
} from "./nova-properties.ts";
import type { Cause } from "../judge/cause.ts";
import type { Class } from "../judge/classify.ts";
import type { Kind } from "../judge/kind.ts";
import type { Random } from "./random.ts";
import type { Server } from "./server.ts";
import { DAY } from "./time.ts";
import type { Verdict } from "./truth.ts";

/** What a profile makes its properties from. */
interface ProfileInput {
  readonly server: Server;
  readonly random: Random;
  readonly bornAt: number;
  readonly now: number;
}

/** One way in which a snapshot of the bulk looks. */
export interface Profile {
  /** Images of it in ten thousand. */
  readonly weight: number;
  readonly verdict: Verdict;
  /** Whether instance_uuid is one that leads to the server. */
  readonly linked: boolean;
  /** Such an image may also be deleted without that changing its class. */
  readonly mayBeDeleted: boolean;
  readonly status?: string;
  readonly diskFormat?: string;
  readonly properties: (input: ProfileInput) => Properties;
}

type Shape = Partial<Pick<Profile, "linked" | "mayBeDeleted" | "status" | "diskFormat">>;

const profile = (
  weight: number,
  [imageClass, kind, cause, expected]: readonly [Class, Kind, Cause?, boolean?],
  properties: Profile["properties"],
  shape: Shape = {},
): Profile => ({
  weight,
  properties,
  linked: true,
  mayBeDeleted: true,
  ...shape,
  verdict: {
    class: imageClass,
    kind,
    cause: cause ?? null,
    expected: expected ?? null,
  },
});

/** When a property was removed: some time between the image's birth and yesterday. */
const removalOf = ({ bornAt, now, random }: ProfileInput): number => random.between(bornAt, now - DAY);

/** The snapshots of servers that boot from an image; in a large cloud 38 in a hundred images are among them. */
const SERVER_PROFILES: readonly Profile[] = [
  profile(2230, ["full", "snapshot"], ({ server }) => libvirtSnapshot(server)),
  profile(420, ["partial", "backup", "backup", true], ({ server, random }) =>
    asBackup(libvirtSnapshot(server), random.pick(["daily", "daily", "weekly"])),
  ),
  profile(120, ["partial", "snapshot", "driver", true], ({ server }) => vmwareSnapshot(server), {
    diskFormat: "vmdk",
  }),
  profile(100, ["partial", "snapshot", "rebuilt", true], ({ server }) =>
    without(libvirtSnapshot(server), "base_image_ref"),
  ),
  profile(
    460,
    ["partial", "snapshot", "unexplained", false],
    ({ server }) => without(libvirtSnapshot(server), "instance_uuid"),
    { linked: false },
  ),
  profile(
    220,
    ["partial", "snapshot", "unexplained", false],
    ({ server, random }) => ({
      ...libvirtSnapshot(server),
      instance_uuid: random.pick(["", null, "unknown"]),
    }),
    { linked: false },
  ),
  profile(50, ["partial", "derived", "retagged", false], ({ server, random }) => ({
    ...libvirtSnapshot(server),
    image_type: random.pick(["image", "golden", "base"]),
  })),
  profile(20, ["partial", "derived", "near-miss", false], ({ server }) => ({
    ...libvirtSnapshot(server),
    image_type: "Snapshot",
  })),
  profile(
    18,
    ["partial", "derived", "removed", false],
    (input) => removed(libvirtSnapshot(input.server), removalOf(input), "image_type"),
    { mayBeDeleted: false },
  ),
  profile(
    14,
    ["partial", "snapshot", "removed", false],
    (input) => removed(libvirtSnapshot(input.server), removalOf(input), "base_image_ref", "image_location"),
    { mayBeDeleted: false },
  ),
  profile(30, ["partial", "snapshot", "in-flight", false], ({ server }) => requestedSnapshot(server), {
    status: "queued",
    mayBeDeleted: false,
  }),
  profile(10, ["full", "snapshot", "no-data", false], ({ server }) => libvirtSnapshot(server), {
    status: "saving",
    mayBeDeleted: false,
  }),
  profile(
    20,
    ["full", "snapshot"],
    (input) => setAgain(libvirtSnapshot(input.server), removalOf(input), "image_type"),
    { mayBeDeleted: false },
  ),
  profile(80, ["partial", "derived", "user-set", false], ({ server }) => ({
    instance_uuid: server.uuid,
    os_distro: "debian",
    os_type: "linux",
  })),
  profile(
    60,
    ["partial", "derived", "user-set", false],
    ({ server }) => ({ base_image_ref: server.imageRef, os_distro: "ubuntu", os_type: "linux" }),
    { linked: false },
  ),
];

/** The other images, by what makes them. */
const OTHERS = [
  ["shelved", 140],
  ["volume-backed", 520],
  ["inherited", 60],
] as const;

export type Choice = Profile | (typeof OTHERS)[number][0] | "plain";

const CHOICES: readonly (readonly [Choice, number])[] = [
  ...SERVER_PROFILES.map((candidate) => [candidate, candidate.weight] as const),
  ...OTHERS,
];

/** Draws what an image of the bulk is; more than half are plain uploads. */
export function pickProfile(random: Random): Choice {
  let lot = random.fraction() * 10_000;
  for (const [choice, weight] of CHOICES) {
    lot -= weight;
    if (lot < 0) return choice;
  }
  return "plain";
}
