import type { InstanceState } from "./instance-state.ts";
import type { PropertySet } from "./property-set.ts";

/** One image as glance stores it, times as the database writes them (naive UTC text). */
export interface ImageFacts {
  readonly id: string;
  readonly name: string | null;
  readonly owner: string | null;
  readonly status: string;
  /** Empty where nobody asked. */
  readonly visibility: string;
  readonly sizeBytes: number | bigint | null;
  readonly createdAt: string;
  readonly updatedAt: string | null;
  readonly deletedAt: string | null;
  readonly deleted: boolean;
  readonly diskFormat: string | null;
  /** Glance refuses to delete it; false where nobody asked. */
  readonly protected: boolean;
  readonly properties: PropertySet;
  /** It has property rows, and every one of them is soft-deleted. */
  readonly emptied: boolean;
}

/** What nova knows about the instance that an image leads to. */
export interface InstanceFacts {
  readonly state: InstanceState;
  /** When it was deleted, in milliseconds since 1970; null while it is not, or when no row says so. */
  readonly deletedAtMs: number | null;
  /** Its task state says that nova makes an image of it, or shelves it. */
  readonly snapshotting: boolean;
  /** The project that it belongs to; undefined or null where no row says so. */
  readonly projectId?: string | null;
}

/** All that nova adds to a verdict on an image. */
export interface NovaFacts {
  /** The instance that made the image; undefined where the image leads to none. */
  readonly instance: InstanceFacts | undefined;
  /** Some live server's shelved_image_id is this image. */
  readonly shelved: boolean;
}
