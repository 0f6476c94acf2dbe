import type { GlanceHandle } from "./glance-handle.ts";

/** Where data of an image is. The URL itself may hold credentials, so no more of it than the scheme leaves here. */
export interface ImageLocation {
  /** null: no URL, as glance's metadata_encryption_key makes of it (glance/common/crypt.py). */
  readonly scheme: string | null;
  readonly status: string;
  readonly deleted: boolean;
}

/** A project that an image was offered to. */
export interface ImageMember {
  readonly project: string;
  /** accepted, pending or rejected. */
  readonly status: string;
}

/** What hangs on an image beside its properties. */
export interface ImageBelongings {
  readonly locations: readonly ImageLocation[];
  readonly members: readonly ImageMember[];
  readonly tags: readonly string[];
}

interface Gathered {
  readonly locations: ImageLocation[];
  readonly members: ImageMember[];
  readonly tags: string[];
}

/**
 * Locations, live members and live tags of these images, by image id as the table images spells it.
 * @param ids at most some hundreds
 */
export async function readImageBelongings(
  handle: GlanceHandle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ImageBelongings>> {
  const { db, shape } = handle;
  const gathered = new Map<string, Gathered>();
  const of = (id: unknown): Gathered => {
    const known = gathered.get(String(id)) ?? { locations: [], members: [], tags: [] };
    gathered.set(String(id), known);
    return known;
  };
  if (shape.has("image_locations.status")) {
    const rows = await handle.readArrays(
      db
        .selectFrom("image_locations as l")
        .innerJoin("images as i", "i.id", "l.image_id")
        .select(["i.id", "l.value", "l.status", "l.deleted"])
        .where("l.image_id", "in", [...ids])
        .orderBy("l.id"),
    );
    for (const [id, url, status, deleted] of rows) {
      const scheme = schemeOf(String(url));
      of(id).locations.push({ scheme, status: String(status), deleted: Number(deleted) !== 0 });
    }
  }
  if (shape.has("image_members.status")) {
    const rows = await handle.readArrays(
      db
        .selectFrom("image_members as m")
        .innerJoin("images as i", "i.id", "m.image_id")
        .select(["i.id", "m.member", "m.status"])
        .where("m.image_id", "in", [...ids])
        .where("m.deleted", "=", 0)
        .orderBy("m.id"),
    );
    for (const [id, member, status] of rows) {
      of(id).members.push({ project: String(member), status: String(status) });
    }
  }
  if (shape.hasTable("image_tags")) {
    const rows = await handle.readArrays(
      db
        .selectFrom("image_tags as t")
        .innerJoin("images as i", "i.id", "t.image_id")
        .select(["i.id", "t.value"])
        .where("t.image_id", "in", [...ids])
        .where("t.deleted", "=", 0)
        .orderBy("t.id"),
    );
    for (const [id, tag] of rows) of(id).tags.push(String(tag));
  }
  return gathered;
}

function schemeOf(url: string): string | null {
  return /^([a-z][a-z0-9+.-]{0,30}):/i.exec(url)?.[1]?.toLowerCase() ?? null;
}
