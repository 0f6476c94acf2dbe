import type { Cause } from "../judge/cause.ts";
import { CLASSES, type Class } from "../judge/classify.ts";
import type { Kind } from "../judge/kind.ts";

/** What became of a server; the name of each is what an audit should say of it. */
export const SERVER_STATES = [
  "alive",
  "soft-deleted",
  "building",
  "deleted",
  "archived",
  "stale-mapping",
  "untraceable",
] as const;

export type ServerState = (typeof SERVER_STATES)[number];

/** What is true of an image; `expected` is null exactly where `cause` is. */
export interface Verdict {
  readonly class: Class;
  readonly kind: Kind;
  readonly cause: Cause | null;
  readonly expected: boolean | null;
}

/** A verdict on an image, and on the server that it names (of a volume-backed one: that cinder leads to). */
export interface ImageTruth extends Verdict {
  readonly instanceState: ServerState | null;
}

/** The truth about one named image, when all databases of the cloud are read. */
export interface NamedTruth extends ImageTruth {
  readonly id: string;
  /** How cases refer to one another; the readable half of `id`. */
  readonly slug: string;
  readonly name: string | null;
  /** Why the image looks as it does, in one sentence. */
  readonly story: string;
  /** images.deleted: audited only with `--deleted include|only`. */
  readonly deleted: boolean;
  /** What is different when nova was not given. */
  readonly withoutNova: Partial<Verdict>;
  /** Holds that must be found among those of this image; an empty list says that there is none at all. */
  readonly holds: readonly string[] | null;
}

/** Counts over the images with deleted = 0, named and others. */
export interface CloudTotals {
  /** Rows of `images`, deleted ones included. */
  images: number;
  deletedImages: number;
  scanned: number;
  sizeBytes: number;
  readonly class: Record<Class, number>;
  readonly kind: Partial<Record<Kind, number>>;
  /** Images without a cause are not in it. */
  readonly cause: Partial<Record<Cause, number>>;
  /** Images with expected = false. */
  unexpected: number;
  /** Images that name no server are not in it. */
  readonly instanceState: Partial<Record<ServerState, number>>;
}

export function emptyTotals(): CloudTotals {
  return {
    images: 0,
    deletedImages: 0,
    scanned: 0,
    sizeBytes: 0,
    class: Object.fromEntries(CLASSES.map((name) => [name, 0])) as Record<Class, number>,
    kind: {},
    cause: {},
    unexpected: 0,
    instanceState: {},
  };
}

/** Counts one image. */
export function count(
  totals: CloudTotals,
  truth: ImageTruth,
  deleted: boolean,
  sizeBytes: number | null,
): void {
  totals.images++;
  if (deleted) {
    totals.deletedImages++;
    return;
  }
  totals.scanned++;
  totals.sizeBytes += sizeBytes ?? 0;
  totals.class[truth.class]++;
  increase(totals.kind, truth.kind);
  increase(totals.cause, truth.cause);
  increase(totals.instanceState, truth.instanceState);
  if (truth.expected === false) totals.unexpected++;
}

function increase<Key extends string>(counts: Partial<Record<Key, number>>, key: Key | null): void {
  if (key !== null) counts[key] = (counts[key] ?? 0) + 1;
}
