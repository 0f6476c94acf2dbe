import type { PropertySet } from "./property-set.ts";

/** One image as glance stores it, times as the database writes them (naive UTC text). */
export interface ImageFacts {
  readonly id: string;
  readonly name: string | null;
  readonly owner: string | null;
  readonly status: string;
  readonly visibility: string;
  readonly sizeBytes: number | bigint | null;
  readonly createdAt: string;
  readonly updatedAt: string | null;
  readonly deletedAt: string | null;
  readonly deleted: boolean;
  readonly diskFormat: string | null;
  readonly properties: PropertySet;
  /** It has property rows, and every one of them is soft-deleted. */
  readonly emptied: boolean;
}

/** What nova knows about the instance that an image names; undefined where nova was not asked. */
export interface InstanceFacts {
  /** When the instance was deleted, null while it is not (a soft-deleted server is restorable: not deleted). */
  readonly deletedAt: string | null;
  readonly taskState: string | null;
  readonly projectId: string | null;
}

/** All that nova adds to a verdict on an image. */
export interface NovaFacts {
  /** The instance of the image's instance_uuid, where a row of it was found. */
  readonly instance: InstanceFacts | undefined;
  /** Some live server's shelved_image_id is this image. */
  readonly shelved: boolean;
}
