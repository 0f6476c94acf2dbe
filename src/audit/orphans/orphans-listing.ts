import type { Certainty } from "../../judge/instance-state.ts";
import type { Verdict } from "../../judge/holds.ts";
import { isoTime } from "../../judge/times.ts";
import type { JudgedImage } from "../images/judge-stretch.ts";
import type { JudgedInstance } from "../nova/instance-states.ts";
import type { Column, Row } from "../row.ts";

/** The columns of `orphans`, in the order of the CSV header. */
export const ORPHANS_COLUMNS: readonly Column[] = [
  { name: "image_id", type: "text" },
  { name: "name", type: "text" },
  { name: "owner", type: "text" },
  { name: "owner_name", type: "text" },
  { name: "status", type: "text" },
  { name: "visibility", type: "text" },
  { name: "size_bytes", type: "integer" },
  { name: "created_at", type: "time" },
  { name: "class", type: "text" },
  { name: "kind", type: "text" },
  { name: "instance_uuid", type: "text" },
  { name: "instance_state", type: "text" },
  { name: "instance_name", type: "text" },
  { name: "instance_project", type: "text" },
  { name: "instance_deleted_at", type: "time" },
  { name: "cell", type: "text" },
  { name: "certainty", type: "text" },
  { name: "verdict", type: "text" },
  { name: "holds", type: "list" },
];

/** What a terminal shows unless `-c` says otherwise. */
export const ORPHANS_TABLE = [
  "image_id",
  "name",
  "owner",
  "instance_state",
  "certainty",
  "verdict",
  "holds",
] as const;

/** The columns whose values cost further reading, by what is read for them. */
export const COSTLY_COLUMNS = {
  holds: ["verdict", "holds"],
  details: ["instance_name", "instance_project"],
  owners: ["owner_name"],
} as const;

/** An image whose instance is gone. */
export interface Orphan extends JudgedImage {
  /** The instance judged: of a volume-backed image the one that cinder leads to. */
  readonly instance: string;
  readonly found: JudgedInstance;
  readonly certainty: Certainty;
}

/** What was learned about an orphan beyond its state; null where it was not asked. */
export interface OrphanFindings {
  readonly ownerName: string | null;
  readonly cell: string | null;
  readonly verdict: Verdict | null;
  readonly holds: readonly string[] | null;
}

/** One row of `orphans`, without the details of the instance. */
export function orphanRow(orphan: Orphan, findings: OrphanFindings): Row {
  const { image, verdict, instance, found, certainty } = orphan;
  return {
    image_id: image.id,
    name: image.name,
    owner: image.owner,
    owner_name: findings.ownerName,
    status: image.status,
    visibility: image.visibility,
    size_bytes: image.sizeBytes,
    created_at: isoTime(image.createdAt),
    class: verdict.classification.class,
    kind: verdict.kind,
    instance_uuid: instance,
    instance_state: found.state,
    instance_name: null,
    instance_project: null,
    instance_deleted_at: endOf(found),
    cell: findings.cell,
    certainty,
    verdict: findings.verdict,
    holds: findings.holds,
  };
}

function endOf({ row }: JudgedInstance): string | null {
  const ms = row?.deletedAtMs ?? null;
  return ms === null ? null : `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
