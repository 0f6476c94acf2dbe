import type { NamedProject } from "../project.ts";
import type { Cell } from "../server.ts";
import { DAY, HOUR, MINUTE } from "../time.ts";
import type { ServerState } from "../truth.ts";

/** A server that the named cases speak of; times are seconds before now. */
export interface FleetMember {
  /** Default: alive. */
  readonly state?: ServerState;
  /** Default: web. */
  readonly project?: NamedProject;
  /** Default: nova_cell1. */
  readonly cell?: Cell;
  readonly born: number;
  readonly ended?: number;
  readonly vmState?: string;
  readonly taskState?: string;
  /** Slug of the image that it was booted from, '' when it boots from a volume. Default: ubuntu-24.04. */
  readonly image?: string;
  /** Slug of the base that nova remembers; null: lost by a rebuild. Default: `image`, '' too. */
  readonly base?: string | null;
  /** The server whose snapshot it was booted from: what nova wrote into that one is inherited. */
  readonly bootedFromSnapshotOf?: string;
  /** Slug of its system metadata's shelved_image_id. */
  readonly shelvedImage?: string;
  /** It boots from a volume; the slug of the image that this was made from, or null for an empty volume. */
  readonly volumeFrom?: string | null;
  /** The other cell that has a row of it, during a cross-cell resize. */
  readonly copyIn?: Cell;
}

const gone = (state: ServerState, ended: number, more: Partial<FleetMember> = {}): FleetMember => ({
  born: ended + 300 * DAY,
  vmState: "deleted",
  state,
  ended,
  ...more,
});

const fromVolume = (volumeFrom: string | null, more: Partial<FleetMember> = {}): FleetMember => ({
  born: 300 * DAY,
  project: "databases",
  image: "",
  volumeFrom,
  ...more,
});

const busy = (taskState: string, more: Partial<FleetMember> = {}): FleetMember => ({
  born: 90 * DAY,
  taskState,
  ...more,
});

export const FLEET = {
  "web-01": { born: 400 * DAY },
  "web-02": { born: 380 * DAY, cell: "nova_cell2" },
  "web-03": { born: 380 * DAY, base: null },
  "web-05": busy("image_uploading"),
  "web-06": { born: 200 * DAY },
  "web-07": busy("image_backup"),
  "web-08": busy("image_snapshot"),
  "web-09": { born: 200 * DAY },
  "web-10": { born: 200 * DAY },
  "web-11": busy("image_snapshot_pending", {
    bootedFromSnapshotOf: "web-01",
    image: "web-01-before-upgrade",
    base: "ubuntu-24.04",
  }),
  "web-12": { born: 500 * DAY },
  "app-03": { born: 250 * DAY },
  "app-04": { born: 250 * DAY, cell: "nova_cell2" },
  "app-06": busy("image_pending_upload"),
  "app-07": { born: 250 * DAY },
  "app-08": { born: 250 * DAY, base: null },
  "app-09": { born: 250 * DAY, base: null },
  "big-01": busy("image_pending_upload", { born: 700 * DAY }),
  "db-01": { born: 600 * DAY, project: "databases" },
  "db-03": { born: 600 * DAY, project: "databases" },
  "db-05": busy("shelving_image_pending_upload", { project: "databases" }),
  "db-07": busy("shelving_image_uploading", { project: "databases" }),
  "stage-01": {
    born: 30 * DAY,
    bootedFromSnapshotOf: "web-01",
    image: "web-01-before-upgrade",
    base: "ubuntu-24.04",
  },
  "report-01": { born: 300 * DAY, cell: "nova_cell2" },
  "mainframe-01": { born: 300 * DAY, project: "platform" },
  "vc-01": { born: 300 * DAY, cell: "nova_cell2" },
  "vc-02": { born: 300 * DAY, cell: "nova_cell2" },
  "hv-01": gone("archived", 900 * DAY),
  "xen-01": gone("archived", 1500 * DAY),
  "lxd-01": gone("archived", 1200 * DAY),

  "vault-01": {
    born: 500 * DAY,
    vmState: "shelved_offloaded",
    shelvedImage: "vault-01-shelved",
    project: "databases",
  },
  "vault-02": { born: 100 * DAY, vmState: "shelved", shelvedImage: "vault-02-shelved", project: "databases" },
  "vault-03": {
    born: 100 * DAY,
    vmState: "shelved_offloaded",
    shelvedImage: "vault-03-shelved",
    cell: "nova_cell2",
  },
  "vault-04": gone("deleted", 12 * DAY, { project: "databases" }),
  "vault-05": { born: 300 * DAY, vmState: "shelved_offloaded", shelvedImage: "vault-05-shelved" },
  "vault-06": busy("shelving_image_uploading"),

  "erp-01": fromVolume("ubuntu-24.04"),
  "erp-02": fromVolume(null, { base: null }),
  "erp-03": fromVolume("debian-13", { base: "debian-13" }),
  "erp-04": fromVolume("erp-old-snapshot", { base: "ubuntu-24.04" }),
  "erp-05": fromVolume("erp-old-snapshot", { base: "" }),
  "erp-06": fromVolume("ubuntu-24.04"),
  "erp-07": fromVolume("ubuntu-24.04"),
  "erp-08": fromVolume("ubuntu-24.04"),
  "erp-09": fromVolume("ubuntu-24.04", { state: "archived", ended: 50 * DAY, vmState: "deleted" }),
  "erp-13": fromVolume("web-12-rotated-away", {
    base: "ubuntu-24.04",
    state: "deleted",
    ended: 8 * DAY,
    vmState: "deleted",
  }),
  "erp-old": gone("deleted", 320 * DAY, { project: "databases" }),
  "erp-10": gone("deleted", 80 * DAY, { project: "databases" }),
  "erp-11": gone("archived", 200 * DAY, { project: "databases" }),
  "erp-12": gone("deleted", 45 * DAY, { project: "databases" }),

  // Their images are gone: no case has these slugs.
  "kiosk-01": { born: 900 * DAY, image: "ubuntu-18.04" },
  "vault-07": { born: 400 * DAY, vmState: "shelved_offloaded", shelvedImage: "vault-07-shelved" },

  "retired-01": gone("deleted", 60 * DAY),
  "retired-02": gone("archived", 400 * DAY),
  "retired-03": gone("stale-mapping", 1800 * DAY),
  "retired-04": gone("untraceable", 1000 * DAY),
  "retired-05": gone("deleted", 4 * HOUR),
  "retired-06": gone("deleted", 70 * DAY),
  "db-02": gone("archived", 100 * DAY, { project: "databases" }),
  "legacy-01": gone("untraceable", 1600 * DAY, { project: "legacy" }),
  "trash-01": { born: 100 * DAY, state: "soft-deleted", ended: 2 * DAY, vmState: "soft-delete" },
  "new-01": { born: 3 * MINUTE, state: "building", vmState: "building", image: "launch-template" },
  "failed-01": { born: 20 * DAY, cell: "nova_cell0", vmState: "error" },
  "moving-01": { born: 200 * DAY, cell: "nova_cell2", vmState: "resized", copyIn: "nova_cell1" },
  "moving-02": gone("deleted", 30 * DAY, { cell: "nova_cell2", copyIn: "nova_cell1" }),

  "clone-01": {
    born: 20 * DAY,
    image: "needed-to-boot",
    base: "ubuntu-24.04",
    bootedFromSnapshotOf: "retired-06",
  },
  "clone-02": { born: 15 * DAY, image: "needed-as-base" },
  "clone-03": fromVolume("needed-by-boot-volume", { born: 10 * DAY, project: "web" }),
  "new-02": { born: 2 * MINUTE, state: "building", vmState: "building", image: "needed-by-build" },
} as const satisfies Record<string, FleetMember>;

export type NamedServer = keyof typeof FLEET;
