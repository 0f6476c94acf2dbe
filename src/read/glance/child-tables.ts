import { tableWithIndex } from "../../guard/fragments.ts";
import type { GlanceTables } from "../../schema/glance.ts";
import { caselessId } from "../caseless-id.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { indexHint } from "../index-hint.ts";

/** The tables whose rows belong to an image, by the word for one row. */
export const CHILD_TABLES = {
  property: "image_properties",
  location: "image_locations",
  member: "image_members",
  tag: "image_tags",
} as const satisfies Record<string, keyof GlanceTables>;

export type ChildKind = keyof typeof CHILD_TABLES;

/** The columns that all of them have. */
interface ChildColumns {
  id: number;
  image_id: string;
  deleted: number;
  deleted_at: string | null;
}

/** One row of a child table; a location's value stays unread, as it may carry credentials. */
export interface ChildRow {
  readonly kind: ChildKind;
  /** The property's name, the member's project or the tag; null for a location. */
  readonly name: string | null;
  readonly deleted: boolean;
  readonly deletedAt: string | null;
}

/** Those that this database has and the account may read. */
export function childKindsOf(handle: GlanceHandle): readonly ChildKind[] {
  return (Object.keys(CHILD_TABLES) as ChildKind[]).filter((kind) =>
    handle.shape.hasTable(CHILD_TABLES[kind]),
  );
}

/** One spelling for all ids that this database takes for the same image. */
export function imageKeyOf(handle: GlanceHandle): (id: string) => string {
  return handle.shape.ignoresCase("images.id") ? caselessId : (id) => id;
}

/** A SELECT from a child table as `t`. MySQL is held to its index on image_id where that is asked for. */
export function selectFromChildren(handle: GlanceHandle, kind: ChildKind, by: "id" | "image_id") {
  const index = indexHint(handle, CHILD_TABLES[kind], [by]);
  return handle.db.selectFrom(tableWithIndex<ChildColumns, "t">(CHILD_TABLES[kind], "t", index));
}
