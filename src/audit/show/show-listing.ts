import { isoTime } from "../../judge/times.ts";
import { IMAGES_COLUMNS, imageRow } from "../images/images-listing.ts";
import type { Column, Nested, Row } from "../row.ts";
import type { ShownImage, ShownServer, ShownStorage } from "./shown-image.ts";

/** The columns of `show`, in the order of the JSON keys: those of `images`, then all else. */
export const SHOW_COLUMNS: readonly Column[] = [
  ...IMAGES_COLUMNS,
  { name: "owner_name", type: "text" },
  { name: "owner_project", type: "text" },
  { name: "deleted", type: "boolean" },
  { name: "deleted_at", type: "time" },
  { name: "protected", type: "boolean" },
  { name: "hidden", type: "boolean" },
  { name: "disk_format", type: "text" },
  { name: "container_format", type: "text" },
  { name: "checksum", type: "text" },
  { name: "four", type: "nested" },
  { name: "properties", type: "nested" },
  { name: "locations", type: "nested" },
  { name: "members", type: "nested" },
  { name: "tags", type: "list" },
  { name: "server", type: "nested" },
  { name: "storage", type: "nested" },
  { name: "broken", type: "boolean" },
  { name: "certainty", type: "text" },
  { name: "verdict", type: "text" },
  { name: "holds", type: "list" },
  { name: "not_read", type: "nested" },
];

/** What a table shows: `show` prints text unless a format is asked for. */
export const SHOW_TABLE = [
  "image_id",
  "name",
  "class",
  "kind",
  "cause",
  "instance_state",
  "verdict",
] as const;

/** Values that may hold an encrypted administrator's password (nova/api/metadata/password.py). */
const SECRET = /^password_\d+$/;

/** The value of a property as it may be printed: null is NULL, undefined must not be seen. */
export function printable({
  name,
  value,
}: {
  readonly name: string;
  readonly value: string | null;
}): string | null | undefined {
  return SECRET.test(name) ? undefined : value;
}

/** Whether the next `glance-manage db purge` destroys a live row: it looks at deleted_at alone. */
export function isDoomed(row: { readonly deleted: boolean; readonly deletedAt: string | null }): boolean {
  return !row.deleted && row.deletedAt !== null;
}

/** One image of `show` as a row. */
export function showRow(shown: ShownImage): Row {
  const { image, verdict, details, belongings, server, storage, needs } = shown;
  const owner = image.owner === null ? undefined : shown.projects(image.owner);
  return {
    ...imageRow(image, verdict),
    owner_name: owner?.name ?? null,
    owner_project: owner === undefined ? null : standingOf(owner),
    deleted: image.deleted,
    deleted_at: time(image.deletedAt),
    protected: details.protected,
    hidden: details.hidden,
    disk_format: image.diskFormat,
    container_format: details.containerFormat,
    checksum: details.checksum,
    four: shown.four.map(({ name, value, standing, writer }) => ({ name, value, standing, writer })),
    properties: shown.properties.map((row) => ({
      name: row.name,
      value: printable(row) ?? null,
      secret: printable(row) === undefined,
      deleted: row.deleted,
      deleted_at: time(row.deletedAt),
      doomed: isDoomed(row),
    })),
    locations: belongings.locations.map(({ scheme, status, deleted }) => ({ scheme, status, deleted })),
    members: belongings.members.map(({ project, status }) => ({
      project,
      name: shown.projects(project)?.name ?? null,
      status,
    })),
    tags: belongings.tags,
    server: server === undefined ? null : serverCell(server),
    storage: storage === undefined ? null : storageCell(storage),
    broken: storage === undefined ? null : isBroken(storage),
    certainty: server?.certainty ?? null,
    verdict: needs?.verdict ?? null,
    holds: needs === undefined ? null : [...needs.holds, ...needs.unread.map((place) => `unread:${place}`)],
    not_read: shown.notRead.map(({ place, reason }) => ({ place, reason: reason ?? "not given" })),
  };
}

/** Whether one of its disks is lost; null where cinder does not say. */
export function isBroken({ disks, heldBytes }: ShownStorage): boolean | null {
  return heldBytes === undefined ? null : disks.some(({ loss }) => loss !== undefined);
}

/** How keystone has a project. */
export function standingOf(project: { readonly enabled: boolean } | null): "enabled" | "disabled" | "gone" {
  if (project === null) return "gone";
  return project.enabled ? "enabled" : "disabled";
}

function serverCell(server: ShownServer): Nested {
  const { mapping, writer } = server;
  return {
    uuid: server.uuid,
    led_by: server.ledBy,
    state: server.state,
    doubts: server.doubts,
    rows: server.rows.map((row) => ({
      cell: row.cell,
      table: row.table,
      id: row.id,
      name: row.name,
      project: row.project,
      vm_state: row.vmState,
      task_state: row.taskState,
      created_at: time(row.createdAt),
      deleted: row.deleted,
      deleted_at: time(row.deletedAt),
      hidden: row.hidden,
    })),
    mapping: typeof mapping === "object" ? mapping.cell : (mapping ?? null),
    build_request: server.building,
    writer:
      writer === undefined
        ? null
        : {
            action: writer.action,
            started_at: isoTime(writer.startedAt),
            request: writer.request,
            user: writer.user,
          },
  };
}

function storageCell({ disks, heldBytes, olderServer }: ShownStorage): Nested {
  return {
    held_bytes: heldBytes ?? null,
    older_server: olderServer ?? null,
    disks: disks.map(({ stored, volume, ...disk }) => ({
      device: disk.deviceName,
      boot_index: disk.bootIndex,
      source: disk.source,
      size_gib: disk.sizeGib,
      image: disk.image,
      snapshot: disk.snapshot,
      snapshot_status: stored?.status ?? null,
      snapshot_deleted: stored?.deleted ?? null,
      volume: stored?.volumeId ?? null,
      volume_name: volume?.name ?? null,
      volume_status: volume?.status ?? null,
      attached_to: stored?.attachment?.instance ?? null,
      attached_from: time(stored?.attachment?.from ?? null),
      attached_until: time(stored?.attachment?.until ?? null),
      lost: disk.loss ?? null,
    })),
  };
}

function time(stored: string | null): string | null {
  return stored === null ? null : isoTime(stored);
}
