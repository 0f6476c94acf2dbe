import type { ImageFacts } from "../../judge/image-facts.ts";
import { NO_PROPERTIES } from "../../judge/property-set.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import type { ImageExpressions } from "./image-query.ts";

/** Of the full selection. */
export const IMAGE_COLUMNS = 13;

/** A NULL of whatever type the place wants. */
const none = (eb: ImageExpressions) => eb.lit(null).$castTo<never>();

/** The columns of images that neither the class nor the kind of an image depends on. */
export const SHOWN_COLUMNS = [
  "name",
  "owner",
  "visibility",
  "updated_at",
  "disk_format",
  "protected",
] as const;
export type ShownColumn = (typeof SHOWN_COLUMNS)[number];

const NONE_UNREAD: ReadonlySet<ShownColumn> = new Set();

/**
 * The selection that imageOf understands, in its order; a column that this release lacks is NULL.
 * @param unread columns that nobody will look at: NULL as well, which spares the server most of each row
 */
export function imageSelection(handle: GlanceHandle, unread: ReadonlySet<ShownColumn> = NONE_UNREAD) {
  return (eb: ImageExpressions) =>
    [
      eb.ref("i.id").as("id"),
      (unread.has("name") ? none(eb) : eb.ref("i.name")).as("name"),
      (unread.has("owner") ? none(eb) : eb.ref("i.owner")).as("owner"),
      eb.ref("i.status").as("status"),
      (isRead("visibility", handle, unread) ? eb.ref("i.visibility") : none(eb)).as("visibility"),
      eb.ref("i.size").as("size"),
      eb.ref("i.created_at").as("created_at"),
      (unread.has("updated_at") ? none(eb) : eb.ref("i.updated_at")).as("updated_at"),
      eb.ref("i.deleted_at").as("deleted_at"),
      eb.ref("i.deleted").as("deleted"),
      (unread.has("disk_format") ? none(eb) : eb.ref("i.disk_format")).as("disk_format"),
      (isPublicRead(handle, unread) ? eb.ref("i.is_public") : none(eb)).as("is_public"),
      (isRead("protected", handle, unread) ? eb.ref("i.protected") : none(eb)).as("protected"),
    ] as const;
}

/** The same without the NULLs at its end, which would cost each of a million rows its time. */
export function shortImageSelection(handle: GlanceHandle, unread: ReadonlySet<ShownColumn> = NONE_UNREAD) {
  const rest = [isPublicRead(handle, unread), isRead("protected", handle, unread)];
  const width = IMAGE_COLUMNS - rest.length + rest.lastIndexOf(true) + 1;
  return (eb: ImageExpressions) => imageSelection(handle, unread)(eb).slice(0, width);
}

function isRead(
  column: "visibility" | "protected",
  { shape }: GlanceHandle,
  unread: ReadonlySet<ShownColumn>,
): boolean {
  return shape.has(`images.${column}`) && !unread.has(column);
}

/** The flag says what `visibility` does. */
function isPublicRead({ shape }: GlanceHandle, unread: ReadonlySet<ShownColumn>): boolean {
  return shape.has("images.is_public") && !unread.has("visibility");
}

/** An image as it is being put together: one object from row to verdict, because there are millions. */
export interface ImageDraft extends Mutable<Omit<ImageFacts, "visibility">> {
  /** NULL until it is known: in releases before Ocata, while an upgrade is half-finished, where it is unread. */
  visibility: string | null;
  /** The flag of releases before Ocata; false elsewhere. */
  readonly isPublic: boolean;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Reads one row of either selection; the properties are still to be filled in. */
export function imageOf(row: readonly unknown[]): ImageDraft {
  const visibility = row[4] as string | null;
  return {
    id: row[0] as string,
    name: row[1] as string | null,
    owner: row[2] as string | null,
    status: row[3] as string,
    visibility,
    isPublic: row[11] === 1,
    sizeBytes: sizeOf(row),
    createdAt: row[6] as string,
    updatedAt: row[7] as string | null,
    deletedAt: row[8] as string | null,
    deleted: row[9] !== 0,
    diskFormat: row[10] as string | null,
    protected: row[12] === 1,
    properties: NO_PROPERTIES,
    emptied: false,
  };
}

/** Of a row of either selection. mysql2 gives a BIGINT that a number cannot hold as text. */
export function sizeOf(row: readonly unknown[]): number | bigint | null {
  const size = row[5];
  return typeof size === "string" ? BigInt(size) : (size as number | bigint | null);
}
