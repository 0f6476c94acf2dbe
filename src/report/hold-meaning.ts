import type { CountedNeed } from "../judge/holds.ts";

type HoldName =
  | CountedNeed
  | "protected"
  | "in-progress"
  | "task"
  | "shelved"
  | "shelving"
  | "requested"
  | "public"
  | "community"
  | "backup-rotation";

const MEANINGS: Readonly<Record<HoldName, string>> = {
  protected: "glance refuses to delete it",
  "in-progress": "its upload or import has not finished",
  task: "a task of glance works on it",
  booted: "live servers were booted from it; a rebuild or an evacuation needs it again",
  "base-of": "live servers and images have it as their base",
  "kernel-of": "live images boot with it as kernel or ramdisk",
  shelved: "it is this shelved server's disk: losing it loses the server",
  shelving: "this server is being shelved into an image of that name",
  "boots-volume": "live servers boot from volumes that were made from it",
  building: "servers are being built from it",
  requested: "nova's scheduler was asked for servers with it",
  volume: "live volumes were made from it and may share its data",
  shared: "projects took it, or have not answered yet",
  public: "everybody may boot it",
  community: "everybody who knows its id may boot it",
  tagged: "it has tags, by which Octavia and others choose their images",
  "backup-rotation": "its server is alive, and nova deletes old backups itself",
  "bdm-of": "live images make disks from it",
};

/** What a hold such as `booted:2` means, in words. */
export function holdMeaning(hold: string): string {
  const name = hold.split(":", 1)[0] ?? "";
  return MEANINGS[name as HoldName] ?? "it is needed";
}
