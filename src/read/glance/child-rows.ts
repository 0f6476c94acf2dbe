import {
  childKindsOf,
  imageKeyOf,
  selectFromChildren,
  type ChildKind,
  type ChildRow,
} from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { batches } from "../pages-by-id.ts";

const NAME_COLUMNS: Readonly<Record<ChildKind, string | null>> = {
  property: "t.name",
  location: null,
  member: "t.member",
  tag: "t.value",
};

const PER_STATEMENT = 500;

export type RowsOf = (imageId: string) => readonly ChildRow[];

/** All rows that belong to these images; those of one image are of one moment even without a transaction. */
export async function readChildRows(handle: GlanceHandle, ids: readonly string[]): Promise<RowsOf> {
  const found: RowsOf[] = [];
  for (const some of batches(ids, PER_STATEMENT))
    found.push(await rowsOf(handle, (kind) => selectRows(handle, kind).where("t.image_id", "in", some)));
  return (imageId) => found.map((of) => of(imageId)).find(({ length }) => length > 0) ?? [];
}

async function rowsOf(
  handle: GlanceHandle,
  select: (kind: ChildKind) => ReturnType<typeof selectRows>,
): Promise<RowsOf> {
  const keyOf = imageKeyOf(handle);
  const found = new Map<string, ChildRow[]>();
  const [first, ...others] = childKindsOf(handle).map(select);
  if (first !== undefined) {
    const query = others.reduce((all, next) => all.unionAll(next), first);
    for (const [imageId, kind, name, deleted, deletedAt] of await handle.readArrays(query)) {
      const key = keyOf(String(imageId));
      const rows = found.get(key) ?? [];
      found.set(key, rows);
      rows.push({
        kind: KINDS[Number(kind)] ?? "property",
        name: name as string | null,
        deleted: deleted !== 0,
        deletedAt: deletedAt as string | null,
      });
    }
  }
  return (imageId) => found.get(keyOf(imageId)) ?? [];
}

/** In the order of their numbers in the union, where text would need a common collation. */
const KINDS = Object.keys(NAME_COLUMNS) as readonly ChildKind[];

function selectRows(handle: GlanceHandle, kind: ChildKind) {
  const column = NAME_COLUMNS[kind];
  return selectFromChildren(handle, kind, "image_id").select((eb) => [
    "t.image_id",
    eb.lit(KINDS.indexOf(kind)).as("kind"),
    (column === null ? eb.lit(null) : eb.ref(column as "t.image_id")).$castTo<string | null>().as("name"),
    "t.deleted",
    "t.deleted_at",
  ]);
}
