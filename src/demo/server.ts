import type { Project } from "./project.ts";
import type { ServerState } from "./truth.ts";

export type Cell = "nova_cell0" | "nova_cell1" | "nova_cell2";

/** The volume that a server boots from, as cinder knows it. */
export interface RootVolume {
  readonly id: string;
  readonly attachmentId: string;
  readonly sizeGib: number;
  readonly createdAt: number;
  /** The image that the volume was made from, with the properties that cinder copied from it. */
  readonly madeFrom: {
    readonly imageId: string;
    readonly properties: Readonly<Record<string, string>>;
  } | null;
}

/** A server of the synthetic cloud, alive or not; times in seconds. */
export interface Server {
  readonly uuid: string;
  readonly name: string;
  readonly state: ServerState;
  readonly cell: Cell;
  readonly project: Project;
  readonly userId: string;
  readonly createdAt: number;
  /** When it was deleted or soft-deleted. */
  readonly endedAt: number | null;
  readonly vmState: string;
  readonly taskState: string | null;
  /** instances.image_ref: '' when it boots from a volume. */
  readonly imageRef: string | null;
  /** instance_system_metadata image_base_image_ref; null where a rebuild lost it (LP#1893618). */
  readonly baseRef: string | null;
  /** Properties of the image that it booted from, which nova keeps as image_* and gives to its snapshots. */
  readonly inherited: Readonly<Record<string, string>>;
  /** Further keys of instance_system_metadata, as they stand. */
  readonly systemMetadata: Readonly<Record<string, string>>;
  readonly rootVolume: RootVolume | null;
}
