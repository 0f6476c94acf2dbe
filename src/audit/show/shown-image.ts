import type { BlockDevice } from "../../judge/block-devices.ts";
import type { Verdict } from "../../judge/holds.ts";
import type { Certainty, InstanceState } from "../../judge/instance-state.ts";
import type { JudgedProperty } from "../../judge/property-standing.ts";
import type { Loss } from "../../judge/volume-storage.ts";
import type { ImageBelongings } from "../../read/glance/image-belongings.ts";
import type { ImageDetails } from "../../read/glance/image-details.ts";
import type { Project } from "../../read/keystone/projects.ts";
import type { PropertyRow } from "../../read/glance/property-rows.ts";
import type { ServerRow } from "../../read/nova/server-rows.ts";
import type { SnapshotAction } from "../../read/nova/snapshot-actions.ts";
import type { VolumeSnapshot } from "../../read/cinder/volume-snapshots.ts";
import type { Volume } from "../../read/cinder/volumes.ts";
import type { JudgedImage } from "../images/judge-stretch.ts";

/** All that is known about one image. */
export interface ShownImage extends JudgedImage {
  readonly details: ImageDetails;
  readonly four: readonly JudgedProperty[];
  /** Every property row, the four among them. */
  readonly properties: readonly PropertyRow[];
  readonly belongings: ImageBelongings;
  readonly projects: KnownProjects;
  /** undefined: the image leads to no server. */
  readonly server: ShownServer | undefined;
  /** undefined: it is not volume-backed. */
  readonly storage: ShownStorage | undefined;
  /** undefined: nobody asked, or the image is deleted. */
  readonly needs: ShownNeeds | undefined;
  readonly notRead: readonly NotRead[];
}

/** The projects that an image has to do with; undefined where keystone was not read, null for one that is gone. */
export type KnownProjects = (id: string) => Project | null | undefined;

/** The server that an image leads to, and the evidence. */
export interface ShownServer {
  /** Lower case. */
  readonly uuid: string;
  readonly ledBy: "instance_uuid" | "cinder";
  /** null: nova was not given. */
  readonly state: InstanceState | null;
  readonly certainty: Certainty | null;
  /** Why it is not known what became of it. */
  readonly doubts: readonly string[];
  readonly rows: readonly (ServerRow & { readonly cell: string })[];
  /** Which cell instance_mappings names; "none": no row; undefined: nova-api was not read. */
  readonly mapping: { readonly cell: string } | "unscheduled" | "none" | undefined;
  readonly building: boolean;
  /** What somebody asked of nova within seconds of the image's creation. */
  readonly writer: SnapshotAction | undefined;
}

/** What a volume-backed image is made of. */
export interface ShownStorage {
  readonly disks: readonly ShownDisk[];
  /** Bytes of the snapshots that cinder still has; undefined: cinder was not read. */
  readonly heldBytes: bigint | undefined;
  /** The server that its instance_uuid names is an older one's. */
  readonly olderServer: string | undefined;
}

/** One disk of it. */
export interface ShownDisk extends BlockDevice {
  /** undefined: cinder was not read, or has no row of it. */
  readonly stored: VolumeSnapshot | undefined;
  readonly volume: Volume | undefined;
  /** Why it is lost; undefined: it is not, or cinder was not read. */
  readonly loss: Loss | undefined;
}

/** Who still needs the image. */
export interface ShownNeeds {
  readonly holds: readonly string[];
  /** What could have shown a need and was not read. */
  readonly unread: readonly string[];
  /** Of orphans only. */
  readonly verdict: Verdict | null;
}

/** A database, or a part of the answer, that is not in the report. */
export interface NotRead {
  readonly place: string;
  /** null: it was not given. */
  readonly reason: string | null;
}
