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

async function* loneIds(
  handle: GlanceHandle,
  kind: ChildKind,
  range: KeyRange,
): AsyncGenerator<readonly [string, number]> {
  const { upTo } = range;
  for (let after = range.after; ;) {
    const query = selectFromChildren(handle, kind, "image_id")
      .leftJoin("images as i", "i.id", "t.image_id")
      .select((eb) => ["t.image_id", eb.fn.countAll<number>().as("rows")])
      .where("t.image_id", ">", after)
      .$if(upTo !== undefined, (bounded) => bounded.where("t.image_id", "<=", upTo ?? ""))
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
