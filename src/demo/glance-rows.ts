import type { Properties, StoredProperty } from "./nova-properties.ts";
import type { Project } from "./project.ts";
import type { Random } from "./random.ts";
import type { Sink } from "./tables.ts";
import { MINUTE, stamp, stampOrNull } from "./time.ts";

/** One image and all that hangs on it; times in seconds. */
export interface DemoImage {
  readonly id: string;
  readonly name: string | null;
  /** null: ownerless, which only an administrator can make. */
  readonly owner: Project | null;
  readonly createdAt: number;
  readonly properties: Properties;
  /** null while nobody has uploaded data. */
  readonly sizeBytes: number | null;
  readonly status?: string;
  readonly deleted?: boolean;
  readonly deletedAt?: number;
  readonly diskFormat?: string | null;
  readonly containerFormat?: string | null;
  readonly visibility?: "private" | "public" | "shared" | "community";
  readonly hidden?: boolean;
  readonly protected?: boolean;
  /** Registered by its location, as rbd direct snapshots are: nobody read the data, so no checksum is known. */
  readonly byLocation?: boolean;
  /** Its location was lost: active, and nowhere. */
  readonly unlocated?: boolean;
  readonly members?: readonly Member[];
  readonly tags?: readonly string[];
}

interface Member {
  readonly projectId: string;
  readonly status: "accepted" | "pending" | "rejected";
}

const GIB = 2 ** 30;
const FSID = "b5a3e0c2-6f1d-4d8e-9a57-3f1c2b7d9e60";

/** The statuses of an image that has no data yet. */
const WITHOUT_DATA: ReadonlySet<string> = new Set(["queued", "saving", "uploading", "importing"]);

/** Writes an image with its properties, location, members and tags (glance/db/sqlalchemy/models.py). */
export function writeImage(sink: Sink, image: DemoImage, random: Random): void {
  const created_at = stamp(image.createdAt);
  const deleted_at = stampOrNull(image.deletedAt ?? null);
  const updated_at = deleted_at ?? stamp(image.createdAt + 2 * MINUTE);
  const deleted = image.deleted ? 1 : 0;
  const flags = { created_at, updated_at, deleted_at: image.deleted ? deleted_at : null, deleted };
  writeImageRow(sink, image, random, { created_at, updated_at, deleted_at, deleted });
  writeProperties(sink, image, { created_at, updated_at });
  if (hasData(image)) {
    sink.add("glance", "image_locations", {
      ...flags,
      image_id: image.id,
      value: image.byLocation
        ? `rbd://${FSID}/images/${image.id}/snap`
        : `file:///var/lib/glance/images/${image.id}`,
      meta_data: image.byLocation ? '{"store": "rbd"}' : '{"store": "file"}',
      status: image.deleted ? "deleted" : "active",
    });
  }
  for (const member of image.members ?? []) {
    const { projectId, status } = member;
    sink.add("glance", "image_members", {
      ...flags,
      image_id: image.id,
      member: projectId,
      status,
      can_share: 0,
    });
  }
  for (const value of image.tags ?? [])
    sink.add("glance", "image_tags", { ...flags, image_id: image.id, value });
}

function hasData(image: DemoImage): boolean {
  return !image.unlocated && !WITHOUT_DATA.has(image.status ?? "active") && (image.sizeBytes ?? 0) > 0;
}

interface Flags {
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted_at: string | null;
  readonly deleted: number;
}

/** md5 of nothing: the checksum of the empty image that stands for a volume-backed snapshot. */
const MD5_OF_NOTHING = "d41d8cd98f00b204e9800998ecf8427e";

function writeImageRow(sink: Sink, image: DemoImage, random: Random, flags: Flags): void {
  const hashed = hasData(image) && !image.byLocation;
  const empty = image.sizeBytes === 0;
  sink.add("glance", "images", {
    ...flags,
    id: image.id,
    name: image.name,
    size: image.sizeBytes,
    status: image.status ?? (image.deleted ? "deleted" : "active"),
    disk_format: image.diskFormat === undefined ? "qcow2" : image.diskFormat,
    container_format: image.containerFormat === undefined ? "bare" : image.containerFormat,
    checksum: empty ? MD5_OF_NOTHING : hashed ? random.hex(4) : null,
    owner: image.owner?.id ?? null,
    min_disk: 0,
    min_ram: 0,
    protected: image.protected ? 1 : 0,
    virtual_size: hashed ? Math.ceil((image.sizeBytes ?? 0) / GIB) * 2 * GIB : null,
    visibility: image.visibility ?? "private",
    os_hidden: image.hidden ? 1 : 0,
    os_hash_algo: hashed ? "sha512" : null,
    os_hash_value: hashed ? random.hex(16) : null,
  });
}

function writeProperties(
  sink: Sink,
  image: DemoImage,
  times: { readonly created_at: string; readonly updated_at: string },
): void {
  for (const [name, stored] of Object.entries(image.properties)) {
    if (stored === null || typeof stored === "string") {
      sink.add("glance", "image_properties", {
        ...times,
        image_id: image.id,
        name,
        value: stored,
        deleted: 0,
      });
    } else {
      writeStored(sink, image.id, name, stored, times.created_at);
    }
  }
}

/** Every save of the image moves updated_at; a row that was set again keeps the old deleted_at. */
function writeStored(
  sink: Sink,
  image_id: string,
  name: string,
  stored: StoredProperty,
  created_at: string,
): void {
  const deleted_at = stampOrNull(stored.deletedAt);
  sink.add("glance", "image_properties", {
    image_id,
    name,
    value: stored.value,
    created_at,
    updated_at: deleted_at ?? created_at,
    deleted_at,
    deleted: stored.deleted ? 1 : 0,
  });
}
