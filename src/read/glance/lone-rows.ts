import { childKindsOf, selectFromChildren, type ChildKind } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import type { KeyRange } from "./image-query.ts";

const PER_STATEMENT = 500;

/** An image id that child rows name and images does not have, with how many rows of each kind. */
export interface LoneImageRows {
  readonly imageId: string;
  readonly counts: Readonly<Partial<Record<ChildKind, number>>>;
}

/**
 * The rows in a stretch of image ids that belong to no image, in the order of those ids. An index on image_id
 * is walked beside the primary key of images; nothing is sorted.
 */
export async function readLoneRows(handle: GlanceHandle, range: KeyRange): Promise<readonly LoneImageRows[]> {
  const found = new Map<string, Partial<Record<ChildKind, number>>>();
  for (const kind of childKindsOf(handle)) {
    for await (const [imageId, count] of loneIds(handle, kind, range)) {
      const counts = found.get(imageId) ?? {};
      found.set(imageId, counts);
      counts[kind] = count;
    }
  }
  return [...found]
    .map(([imageId, counts]) => ({ imageId, counts }))
    .sort((left, right) => (left.imageId < right.imageId ? -1 : 1));
}

/**
 * Whether a stretch of image ids has such rows at all, in one statement and for a fraction of what it takes to
 * say which: each id is looked up once, however many rows it has.
 */
export async function hasLoneRows(handle: GlanceHandle, range: KeyRange): Promise<boolean> {
  const [first, ...others] = childKindsOf(handle).map((kind) => countLoneIds(handle, kind, range));
  if (first === undefined) return false;
  const rows = await handle.readArrays(others.reduce((all, next) => all.unionAll(next), first));
  return rows.some(([count]) => Number(count) > 0);
}

/** The rows that name an id of this stretch, in the index on image_id. */
function childrenIn(handle: GlanceHandle, kind: ChildKind, { after, upTo }: KeyRange) {
  return selectFromChildren(handle, kind, "image_id")
    .where("t.image_id", ">", after)
    .$if(upTo !== undefined, (bounded) => bounded.where("t.image_id", "<=", upTo ?? ""));
}

function countLoneIds(handle: GlanceHandle, kind: ChildKind, range: KeyRange) {
  return handle.db
    .selectFrom(childrenIn(handle, kind, range).select("t.image_id").distinct().as("t"))
    .leftJoin("images as i", "i.id", "t.image_id")
    .select((eb) => eb.fn.countAll<number>().as("ids"))
    .where("i.id", "is", null);
}

async function* loneIds(
  handle: GlanceHandle,
  kind: ChildKind,
  range: KeyRange,
): AsyncGenerator<readonly [string, number]> {
  const { upTo } = range;
  for (let after = range.after; ;) {
    const query = childrenIn(handle, kind, { after, upTo })
      .leftJoin("images as i", "i.id", "t.image_id")
      .select((eb) => ["t.image_id", eb.fn.countAll<number>().as("rows")])
      .where("i.id", "is", null)
      .groupBy("t.image_id")
      .orderBy("t.image_id")
      .limit(PER_STATEMENT);
    const rows = await handle.readArrays(query);
    for (const [imageId, count] of rows) yield [String(imageId), Number(count)];
    const last = rows.at(-1);
    if (last === undefined || rows.length < PER_STATEMENT) return;
    after = String(last[0]);
  }
}
