import type { ImageFacts, NovaFacts } from "../judge/image-facts.ts";
import type { ImageVerdict } from "../judge/judge-image.ts";
import type { ChildKind, ChildRow } from "../read/glance/child-tables.ts";

/** Whether a project still exists in keystone. */
export type ProjectStanding = "enabled" | "disabled" | "gone";

/** What cinder says of a snapshot: its status, or that it is not there any more. */
export interface SnapshotState {
  readonly id: string;
  /** "gone" where there is no row. */
  readonly state: string;
}

/** A live image with everything that a rule may ask about it. */
export interface LiveImage {
  readonly image: ImageFacts;
  /** Without its explanation, for which columns are read that no rule needs. */
  readonly verdict: Omit<ImageVerdict, "explanation">;
  /** undefined without nova. */
  readonly nova: NovaFacts | undefined;
  readonly nowMs: number;
  /** The image's rows in the child tables; empty unless something about them drew attention. */
  readonly rows: readonly ChildRow[];
  /** Live properties that some rules look into: owner_id, backup_type, block_device_mapping. */
  readonly values: ReadonlyMap<string, string | null>;
  /** No live row in image_locations. */
  readonly unlocated: boolean;
  /** Images, itself included, with a live location of the same value. */
  readonly sharesLocationWith: readonly string[];
  /** Its base_image_ref names an image that is not there, or deleted. */
  readonly baseGone: boolean;
  /** undefined without keystone, and for an ownerless image. */
  readonly ownerStanding: ProjectStanding | undefined;
  /** Live members whose project keystone does not know; empty without keystone. */
  readonly lostMembers: readonly string[];
  /** The cinder snapshots of its block device mapping; undefined without cinder. */
  readonly blockDevices: readonly SnapshotState[] | undefined;
}

/** An image whose row is deleted, with its rows in the child tables that are not. */
export interface DeletedImage {
  readonly image: ImageFacts;
  readonly nowMs: number;
  readonly rows: readonly ChildRow[];
}

/** An image id that child rows name and `images` does not have. */
export interface LoneRows {
  readonly imageId: string;
  readonly counts: Readonly<Partial<Record<ChildKind, number>>>;
}

/** What glance says of an image that a server needs: its status, or that it is not there. */
export interface NeededImage {
  readonly id: string;
  /** "gone" where there is no live row. */
  readonly state: string;
}

/** A live server with the images that it leads to. */
export interface Server {
  readonly uuid: string;
  readonly projectId: string | null;
  readonly vmState: string | null;
  /** Whether it ever ran: a server of cell0 has no disk to lose. */
  readonly launched: boolean;
  /** The image of instances.image_ref; null for a server that boots from a volume. */
  readonly bootImage: NeededImage | null;
  /** The image of its system metadata's shelved_image_id. */
  readonly shelvedImage: NeededImage | null;
}

/** A cinder snapshot that nova made for a volume-backed image. */
export interface CinderSnapshot {
  readonly id: string;
  readonly projectId: string | null;
  readonly name: string;
  readonly volumeId: string;
  readonly createdAt: string | null;
  /** Some live image's block device mapping names it. */
  readonly used: boolean;
  readonly nowMs: number;
}

/** The schema of the glance database. */
export interface GlanceSchema {
  /** The rows of alembic_version; empty if there is no such table. */
  readonly revisions: readonly string[];
  readonly has: (column: string) => boolean;
  readonly hasIndex: (table: string, columns: readonly string[]) => boolean;
}

/** A suppression that is in effect no longer, and hides nothing. */
export interface Suppression {
  readonly rule: string;
  readonly subject: string;
  readonly owner: string;
  readonly expires: string;
  readonly today: string;
}

/** What each kind of rule is shown. */
export interface Subjects {
  readonly "live image": LiveImage;
  readonly "deleted image": DeletedImage;
  readonly "image of either kind": Pick<DeletedImage, "image" | "rows">;
  readonly "rows without an image": LoneRows;
  readonly server: Server;
  readonly "cinder snapshot": CinderSnapshot;
  readonly schema: GlanceSchema;
  readonly suppression: Suppression;
}
