import { properties as nova, SERVER, UUID } from "../judge/raw-image.ts";
import type { StoredRow } from "../read/test-database.ts";

export { SERVER };

export const NOW = new Date("2026-05-06T12:00:00Z");
export const HOUR = 3_600;
export const DAY = 24 * HOUR;

/** The image, and another one where a cloud needs two. */
export const IMAGE = "11111111-0000-4000-8000-000000000001";
export const OTHER = "22222222-0000-4000-8000-000000000002";
/** The image that snapshots of this cloud are based on. */
export const BASE = UUID;
export const SNAPSHOT = "33333333-0000-4000-8000-000000000003";
export const PROJECT = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
export const OTHER_PROJECT = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

/** A DATETIME so many seconds before NOW. */
export function ago(seconds: number): string {
  return new Date(NOW.getTime() - seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
}

/** A row's own flags. */
interface Dates {
  readonly deleted?: 0 | 1;
  readonly deletedAt?: string | null;
}

interface PropertyDraft extends Dates {
  readonly value: string | null;
}

/** One image with all that hangs on it. */
export interface ImageDraft {
  readonly id?: string;
  readonly row?: StoredRow;
  /** Over those of a whole snapshot of SERVER; undefined takes one away. */
  readonly properties?: Readonly<Record<string, string | null | undefined | PropertyDraft>>;
  /** By default one of its own. */
  readonly locations?: readonly ({ readonly value?: string } & Dates)[];
  readonly members?: readonly ({ readonly member: string } & Dates)[];
  readonly tags?: readonly ({ readonly value: string } & Dates)[];
  /** Without the four properties of a snapshot. */
  readonly plain?: true;
}

/** What stands in the databases of one cloud. */
export interface Cloud {
  readonly images?: readonly ImageDraft[];
  /** Rows of glance that belong to no image here. */
  readonly lone?: Readonly<Record<string, readonly StoredRow[]>>;
  readonly servers?: readonly (StoredRow & { readonly shelvedImage?: string })[];
  readonly snapshots?: readonly StoredRow[];
  readonly projects?: Readonly<Record<string, 0 | 1>>;
  readonly revisions?: readonly string[];
  readonly lostIndex?: { readonly table: string; readonly index: string };
  readonly suppression?: { readonly rule: string; readonly subject: string; readonly expires: string };
}

export type Tables = Readonly<Record<string, readonly StoredRow[]>>;

/** The rows of glance, by table. */
export function glanceRows({ images = [], lone = {} }: Cloud): Tables {
  const all = [...images, base()];
  const own: Record<string, StoredRow[]> = {
    images: all.map(imageRow),
    image_properties: all.flatMap(propertyRows),
    image_locations: all.flatMap(locationRows),
    image_members: all.flatMap(memberRows),
    image_tags: all.flatMap(tagRows),
  };
  for (const [table, rows] of Object.entries(lone)) own[table] = [...(own[table] ?? []), ...rows];
  return own;
}

function locationRows(draft: ImageDraft): StoredRow[] {
  return (draft.locations ?? [{}]).map(({ value, ...dates }) =>
    Object.assign(childOf(draft, dates), {
      value: value ?? `file:///images/${draft.id ?? IMAGE}`,
      meta_data: "{}",
      status: "active",
    }),
  );
}

function memberRows(draft: ImageDraft): StoredRow[] {
  return (draft.members ?? []).map(({ member, ...dates }) =>
    Object.assign(childOf(draft, dates), { member, can_share: 0, status: "accepted" }),
  );
}

function tagRows(draft: ImageDraft): StoredRow[] {
  return (draft.tags ?? []).map(({ value, ...dates }) => Object.assign(childOf(draft, dates), { value }));
}

function base(): ImageDraft {
  return { id: BASE, plain: true, row: { name: "the base" } };
}

function imageRow({ id = IMAGE, row }: ImageDraft): StoredRow {
  return {
    id,
    name: "an image",
    size: 1024,
    status: "active",
    owner: PROJECT,
    created_at: ago(30 * DAY),
    updated_at: ago(30 * DAY),
    deleted_at: null,
    deleted: 0,
    disk_format: "qcow2",
    visibility: "shared",
    min_disk: 0,
    min_ram: 0,
    ...row,
  };
}

function childOf({ id = IMAGE }: ImageDraft, { deleted = 0, deletedAt }: Dates): StoredRow {
  return {
    image_id: id,
    created_at: ago(30 * DAY),
    updated_at: null,
    deleted,
    deleted_at: deletedAt === undefined ? (deleted === 1 ? ago(DAY) : null) : deletedAt,
  };
}

function propertyRows(draft: ImageDraft): StoredRow[] {
  const whole = draft.plain ? {} : Object.fromEntries(nova().map(({ name, value }) => [name, value]));
  return Object.entries({ ...whole, ...draft.properties }).flatMap(([name, given]) => {
    if (given === undefined) return [];
    const { value, ...dates } = typeof given === "object" && given !== null ? given : { value: given };
    return [{ ...childOf(draft, dates), name, value }];
  });
}

/** The rows of a nova cell, by table. `deleted` of a deleted server is its id. */
export function cellRows({ servers = [] }: Cloud): Tables {
  return {
    instances: servers.map(({ shelvedImage: _image, ...row }, at) => ({
      id: at + 1,
      uuid: SERVER,
      deleted: 0,
      vm_state: "active",
      project_id: PROJECT,
      image_ref: BASE,
      created_at: ago(90 * DAY),
      launched_at: ago(90 * DAY),
      ...row,
    })),
    instance_system_metadata: servers.flatMap(({ shelvedImage, uuid = SERVER }) =>
      shelvedImage === undefined
        ? []
        : [{ instance_uuid: uuid, key: "shelved_image_id", value: shelvedImage, deleted: 0 }],
    ),
  };
}

const VOLUME = "44444444-0000-4000-8000-000000000004";

export function cinderRows({ snapshots = [] }: Cloud): Tables {
  const type = "55555555-0000-4000-8000-000000000005";
  return {
    volumes: [{ id: VOLUME, volume_type_id: type, deleted: 0, use_quota: 1 }],
    snapshots: snapshots.map((row) => ({
      id: SNAPSHOT,
      volume_id: VOLUME,
      volume_type_id: type,
      project_id: PROJECT,
      status: "available",
      display_name: "snapshot for an image",
      created_at: ago(30 * DAY),
      deleted: 0,
      use_quota: 1,
      ...row,
    })),
  };
}

const ROOT = "<<keystone.domain.root>>";

export function keystoneRows({ projects = { [PROJECT]: 1 } }: Cloud): Tables {
  const domain = { domain_id: ROOT, is_domain: 1, enabled: 1 };
  return {
    project: [
      { id: ROOT, name: ROOT, ...domain },
      { id: "default", name: "Default", ...domain },
      ...Object.entries(projects).map(([id, enabled]) => ({
        id,
        name: id,
        enabled,
        domain_id: "default",
        is_domain: 0,
      })),
    ],
  };
}

/** A block device mapping of one disk, made from SNAPSHOT. */
export const MAPPING = JSON.stringify([
  { source_type: "snapshot", destination_type: "volume", snapshot_id: SNAPSHOT, boot_index: 0 },
]);

/** The properties of a volume-backed snapshot. */
export const VOLUME_BACKED = {
  image_type: undefined,
  instance_uuid: undefined,
  image_location: undefined,
  base_image_ref: "",
  bdm_v2: "True",
  block_device_mapping: MAPPING,
} as const;
