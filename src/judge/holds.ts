import type { ImageFacts } from "./image-facts.ts";

/** What others need an image for, counted over every database that was read. */
export const COUNTED_NEEDS = [
  "booted",
  "base-of",
  "kernel-of",
  "boots-volume",
  "building",
  "volume",
  "shared",
  "tagged",
  "bdm-of",
] as const;

export type CountedNeed = (typeof COUNTED_NEEDS)[number];

/** All that speaks for keeping an image, beside what its own row says. */
export interface ImageNeeds {
  readonly count: (need: CountedNeed) => number;
  /** Servers that will be unshelved from it. */
  readonly shelved: readonly string[];
  /** Servers that are being shelved into an image of its name. */
  readonly shelving: readonly string[];
  /** Servers for which nova's scheduler was asked with it, and that are not known to be gone. */
  readonly requested: number;
  /** A task of glance works on it. */
  readonly task: boolean;
  /** An import into it is under way. */
  readonly importing: boolean;
  readonly protected: boolean;
  /** The server that its instance_uuid names is alive: nova counts it among that server's backups. */
  readonly inRotation: boolean;
}

export const VERDICTS = ["held", "unverified", "reclaimable"] as const;

/** Whether anybody still needs an image: `reclaimable` only says that no database shows a need. */
export type Verdict = (typeof VERDICTS)[number];

const FINISHED: ReadonlySet<string> = new Set(["active", "deactivated"]);

/** Names everything that still needs the image, in the order in which reports list it. */
export function holdsOf(
  image: Pick<ImageFacts, "status" | "visibility">,
  needs: ImageNeeds,
): readonly string[] {
  const holds: string[] = [];
  const add = (name: string, holding: boolean): void => {
    if (holding) holds.push(name);
  };
  const count = (need: CountedNeed): void => {
    const number = needs.count(need);
    if (number > 0) holds.push(`${need}:${number}`);
  };
  add("protected", needs.protected);
  add("in-progress", needs.importing || !FINISHED.has(image.status));
  add("task", needs.task);
  count("booted");
  count("base-of");
  count("kernel-of");
  for (const uuid of needs.shelved) holds.push(`shelved:${uuid}`);
  for (const uuid of needs.shelving) holds.push(`shelving:${uuid}`);
  count("boots-volume");
  count("building");
  if (needs.requested > 0) holds.push(`requested:${needs.requested}`);
  count("volume");
  // Members matter only while the image is shared (glance/db/sqlalchemy/api.py: is_image_visible).
  if (image.visibility === "shared") count("shared");
  add("public", image.visibility === "public");
  add("community", image.visibility === "community");
  count("tagged");
  add("backup-rotation", needs.inRotation);
  count("bdm-of");
  return holds;
}

/** @param unread what could have shown a hold and was not read */
export function verdictOf(holds: readonly string[], unread: readonly string[]): Verdict {
  if (holds.length > 0) return "held";
  return unread.length > 0 ? "unverified" : "reclaimable";
}
