export const INSTANCE_STATES = [
  "alive",
  "soft-deleted",
  "building",
  "deleted",
  "archived",
  "stale-mapping",
  "untraceable",
  "unknown",
] as const;

/** What became of the instance that an image names. */
export type InstanceState = (typeof INSTANCE_STATES)[number];

export const CERTAINTIES = ["proven", "presumed"] as const;

/** How sure it is that the instance is gone: a row says so, or every place where it could be was searched. */
export type Certainty = (typeof CERTAINTIES)[number];

const CERTAINTY: Readonly<Record<InstanceState, Certainty | null>> = {
  alive: null,
  "soft-deleted": null,
  building: null,
  deleted: "proven",
  archived: "proven",
  "stale-mapping": "presumed",
  untraceable: "presumed",
  unknown: null,
};

/** null unless the instance is gone. */
export function certaintyOf(state: InstanceState | null): Certainty | null {
  return state === null ? null : CERTAINTY[state];
}

/** A row of `instances` in one cell. */
export interface InstanceRow {
  readonly cell: number;
  readonly deleted: boolean;
  /** vm_state soft-delete: it can be restored (nova/compute/api.py: soft_delete). */
  readonly softDeleted: boolean;
}

/** What instance_mappings says: a cell by number, one that was not read, none yet; undefined: no row. */
export type Mapped = number | "unread" | "unscheduled" | undefined;

/** All that was found about one instance. */
export interface InstanceEvidence<Row extends InstanceRow = InstanceRow> {
  /** At most one per cell; two during a cross-cell resize. */
  readonly rows: readonly Row[];
  /** It is in a shadow table. */
  readonly archived: boolean;
  /** It has a build request. */
  readonly building: boolean;
  readonly mapped: Mapped;
}

/** How far a search reached: what not finding an instance means. */
export interface SearchReach {
  /** Every cell that there is was read to its end, shadow tables included, and they are this glance's cells. */
  readonly everywhere: boolean;
  /** build_requests was read, so that a server without a cell would have been seen there. */
  readonly buildRequests: boolean;
  /** Other novas use this glance. */
  readonly shared: boolean;
}

/** Whether some cell has a row of the instance, archived or not. */
export function hasRow(state: InstanceState): boolean {
  return state === "alive" || state === "soft-deleted" || certaintyOf(state) === "proven";
}

/** Task states of createImage, createBackup and shelve (nova/compute/task_states.py). */
const SNAPSHOTTING = /^(image_|shelving)/;

/** Whether nova makes an image of the instance, or shelves it, just now. */
export function isSnapshottingTask(taskState: string | null): boolean {
  return SNAPSHOTTING.test(taskState ?? "");
}

/** The row that counts: that of the mapped cell, hidden or not (nova/objects/instance_mapping.py), else a live one. */
export function decidingRow<Row extends InstanceRow>({
  rows,
  mapped,
}: InstanceEvidence<Row>): Row | undefined {
  return rows.find(({ cell }) => cell === mapped) ?? rows.find(({ deleted }) => !deleted) ?? rows[0];
}

/** Decides what became of an instance. A row outweighs its absence elsewhere; absence counts only where all was read. */
export function instanceStateOf(evidence: InstanceEvidence, reach: SearchReach): InstanceState {
  const { archived, building, mapped } = evidence;
  const row = decidingRow(evidence);
  if (row !== undefined && !row.deleted) return row.softDeleted ? "soft-deleted" : "alive";
  if (row !== undefined || archived) {
    // The cell that counts was not read: there it may live on.
    if (mapped === "unread") return "unknown";
    return row === undefined ? "archived" : "deleted";
  }
  if (building) return "building";
  if (!reach.everywhere || mapped === "unread") return "unknown";
  if (mapped === "unscheduled" && !reach.buildRequests) return "unknown";
  if (mapped !== undefined) return "stale-mapping";
  return reach.shared ? "unknown" : "untraceable";
}
