import type { ImageFacts } from "../judge/image-facts.ts";
import type { PropertySet } from "../judge/property-set.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import type { ImageExpressions } from "./image-query.ts";

/** A NULL of whatever type the place wants. */
const none = (eb: ImageExpressions) => eb.lit(null).$castTo<never>();

/** The selection that imageOf understands, in its order; a column that this release lacks is NULL. */
export function imageSelection(handle: GlanceHandle) {
  const { shape } = handle;
  return (eb: ImageExpressions) =>
    [
      eb.ref("i.id").as("id"),
      eb.ref("i.name").as("name"),
      eb.ref("i.owner").as("owner"),
      eb.ref("i.status").as("status"),
      (shape.has("images.visibility") ? eb.ref("i.visibility") : none(eb)).as("visibility"),
      (shape.has("images.is_public") ? eb.ref("i.is_public") : none(eb)).as("is_public"),
      eb.ref("i.size").as("size"),
      eb.ref("i.created_at").as("created_at"),
      eb.ref("i.updated_at").as("updated_at"),
      eb.ref("i.deleted_at").as("deleted_at"),
      eb.ref("i.deleted").as("deleted"),
      eb.ref("i.disk_format").as("disk_format"),
    ] as const;
}

/** An image row before its properties are known. */
export interface StoredImage extends Omit<ImageFacts, "visibility" | "properties" | "emptied"> {
  readonly visibility: string | null;
  /** The flag of releases before Ocata; NULL elsewhere. */
  readonly isPublic: boolean;
}

/** Reads one row of imageSelection. */
export function imageOf(row: readonly unknown[]): StoredImage {
  const [
    id,
    name,
    owner,
    status,
    visibility,
    isPublic,
    size,
    createdAt,
    updatedAt,
    deletedAt,
    deleted,
    diskFormat,
  ] = row;
  return {
    id: String(id),
    name: name as string | null,
    owner: owner as string | null,
    status: String(status),
    visibility: visibility as string | null,
    isPublic: isPublic === 1,
    sizeBytes: sizeOf(size),
    createdAt: String(createdAt),
    updatedAt: updatedAt as string | null,
    deletedAt: deletedAt as string | null,
    deleted: deleted !== 0,
    diskFormat: diskFormat as string | null,
  };
}

/** mysql2 gives a BIGINT that a number cannot hold as text. */
function sizeOf(size: unknown): number | bigint | null {
  return typeof size === "string" ? BigInt(size) : (size as number | bigint | null);
}

/** Where an image's properties come from. */
export type PropertiesOf = (imageId: string) => PropertySet;
